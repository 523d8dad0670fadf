/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Law 2 for {@code toString}: what may hold text of people shows none. The classes are
 * found, not listed, so a new record that prints its text fails here until it does not,
 * or until somebody says that its text is nobody's.
 */
@NullUnmarked
class ToStringTest {

	private static final String CANARY = "zqcanary";

	private static final String PRINCIPAL = "zqprincipal";

	/** Parts of records that name a person, or a conversation, whose key may hold one. */
	private static final Set<String> PRINCIPALS = Set.of("actor", "subject", "conversation", "conversationId",
			"Actor.id", "Caller.id", "DataKey.id", "Identity.id");

	/**
	 * Records that print text, which is configuration, code, an identifier or a digest:
	 * names of files, tensors, entities, roles and callers, rules, SQL, source of
	 * grammars and templates. One name a line.
	 */
	private static final Set<String> NOBODYS = lines("printing-records.txt");

	/**
	 * Records that check more than a test can know: dimensions, keys, limits of the
	 * engine.
	 */
	private static final Set<String> UNMADE = new TreeSet<>(
			Set.of("dev.tacit.audit.KeyRing", "dev.tacit.audit.LedgerDatabase", "dev.tacit.inference.EngineConfig",
					"dev.tacit.inference.compile.CompileOptions", "dev.tacit.inference.decode.SchedulerConfig",
					"dev.tacit.inference.decode.SequenceTask", "dev.tacit.inference.model.Architecture",
					"dev.tacit.inference.sample.SamplingOptions"));

	/**
	 * Classes other than records with a toString of their own, read and found harmless.
	 */
	private static final Set<String> READ = Set.of("dev.tacit.audit.LedgerKeys", "dev.tacit.audit.VerifyingKey",
			// A future: what its class says of any.
			"dev.tacit.inference.Result", "dev.tacit.privacy.KnownValues", "dev.tacit.privacy.Pseudonyms",
			"dev.tacit.privacy.ScannedText",
			// Values of a running template, and the text that a regular expression reads.
			"dev.tacit.inference.text.TemplateTuple", "dev.tacit.inference.text.TextSplitter$Metered");

	private static Set<String> lines(String resource) {
		try (InputStream in = ToStringTest.class.getResourceAsStream(resource)) {
			String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			return new TreeSet<>(Arrays.asList(text.split("\n")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Class<?>> classes() throws ClassNotFoundException {
		List<Class<?>> classes = new ArrayList<>();
		String tests = ToStringTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();
		// The bench is no part of the library's jar.
		for (JavaClass found : new ClassFileImporter().withImportOption((location) -> !location.contains(tests))
			.withImportOption((location) -> !location.contains("/dev/tacit/inference/bench/"))
			.importPackages("dev.tacit")) {
			classes.add(Class.forName(found.getName(), false, ToStringTest.class.getClassLoader()));
		}
		return classes;
	}

	@Test
	void noRecordPrintsTextOfPeople() throws Exception {
		Map<String, String> printing = new TreeMap<>();
		Set<String> unmade = new TreeSet<>();
		int records = 0;
		for (Class<?> type : classes()) {
			if (!type.isRecord()) {
				continue;
			}
			records++;
			Object made = make(type, 0);
			if (made == null) {
				unmade.add(type.getName());
			}
			else if (made.toString().contains(CANARY)) {
				printing.put(type.getName(), made.toString());
			}
		}
		assertThat(records).isGreaterThan(100);
		assertThat(NOBODYS).as("records that print nothing, or are gone").isSubsetOf(printing.keySet());
		printing.keySet().removeAll(NOBODYS);
		assertThat(printing).isEmpty();
		assertThat(unmade).as("records that this test cannot make").isEqualTo(UNMADE);
	}

	@Test
	void noRecordPrintsWhoAsked() throws Exception {
		Set<String> printing = new TreeSet<>();
		Set<String> naming = new TreeSet<>();
		for (Class<?> type : classes()) {
			boolean names = type.isRecord()
					&& Arrays.stream(type.getRecordComponents()).anyMatch((part) -> namesPrincipal(type, part));
			if (names) {
				naming.add(type.getSimpleName());
			}
			if (type.isRecord() && String.valueOf(make(type, 0)).contains(PRINCIPAL)) {
				printing.add(type.getName());
			}
		}
		assertThat(naming).contains("Actor", "AuditQuery", "AuditEntry", "Caller", "DataKey", "Identity");
		assertThat(printing).isEmpty();
	}

	@Test
	void noOtherClassHasAToStringThatNobodyRead() throws Exception {
		Set<String> unread = new TreeSet<>();
		for (Class<?> type : classes()) {
			boolean plain = type.isRecord() || type.isEnum() || type.isInterface() || type.isAnonymousClass()
					|| Throwable.class.isAssignableFrom(type);
			Class<?> printer = plain ? Object.class : type.getMethod("toString").getDeclaringClass();
			if (printer != Object.class && !READ.contains(type.getName())) {
				unread.add(type.getName());
			}
		}
		assertThat(unread).isEmpty();
	}

	/** Parts that insist on a form. */
	private static final Map<Class<?>, Object> FORMED = Map.of(dev.tacit.privacy.Entity.class,
			dev.tacit.privacy.Entity.PERSON);

	/** An instance whose every text is the canary; null if there is no way to one. */
	private static Object make(Class<?> type, int depth) {
		if (FORMED.containsKey(type)) {
			return FORMED.get(type);
		}
		RecordComponent[] components = type.getRecordComponents();
		for (boolean sparing : new boolean[] { false, true }) {
			try {
				Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
				Object[] values = new Object[components.length];
				for (int i = 0; i < values.length; i++) {
					values[i] = namesPrincipal(type, components[i]) ? PRINCIPAL
							: sample(components[i].getGenericType(), depth, sparing);
				}
				Constructor<?> constructor = type.getDeclaredConstructor(types);
				constructor.setAccessible(true);
				Object made = constructor.newInstance(values);
				return (made.toString() != null) ? made : null;
			}
			catch (ReflectiveOperationException | RuntimeException ex) {
				// Another attempt, or none: the record insists on values of a form.
			}
		}
		return null;
	}

	private static boolean namesPrincipal(Class<?> type, RecordComponent part) {
		return part.getType() == String.class && (PRINCIPALS.contains(part.getName())
				|| PRINCIPALS.contains(type.getSimpleName() + "." + part.getName()));
	}

	/**
	 * A value of a type; sparing ones are empty where they may be, for records that check
	 * how their parts fit.
	 */
	private static Object sample(Type generic, int depth, boolean sparing) throws ReflectiveOperationException {
		Class<?> type = (generic instanceof ParameterizedType parameterized) ? (Class<?>) parameterized.getRawType()
				: (generic instanceof Class<?> plain) ? plain : Object.class;
		Type[] arguments = (generic instanceof ParameterizedType parameterized) ? parameterized.getActualTypeArguments()
				: new Type[] { String.class, String.class };
		if (type == String.class || type == CharSequence.class || type == Object.class) {
			return CANARY;
		}
		if (type == StringBuilder.class) {
			return new StringBuilder(CANARY);
		}
		if (type.isPrimitive() || Number.class.isAssignableFrom(type) || type == Boolean.class) {
			return number(type);
		}
		if (type.isEnum()) {
			return type.getEnumConstants()[0];
		}
		if (type.isArray()) {
			return array(type);
		}
		if (List.class.isAssignableFrom(type) || type == java.util.Collection.class) {
			return sparing ? List.of() : listOf(sample(element(arguments[0]), depth, false));
		}
		if (type == Set.class) {
			return sparing ? Set.of() : Set.of(sample(element(arguments[0]), depth, false));
		}
		if (type == Map.class) {
			return sparing ? Map.of()
					: Map.of(sample(element(arguments[0]), depth, false), sample(element(arguments[1]), depth, false));
		}
		if (type == java.time.Duration.class) {
			return java.time.Duration.ofSeconds(1);
		}
		if (type == java.nio.file.Path.class) {
			return java.nio.file.Path.of("folder");
		}
		if (type == java.net.URI.class) {
			return java.net.URI.create("http://localhost/");
		}
		if (type == java.util.Optional.class) {
			return java.util.Optional.empty();
		}
		if (type == java.util.BitSet.class) {
			return new java.util.BitSet();
		}
		return (depth < 4) ? other(type, depth) : null;
	}

	private static List<?> listOf(Object element) {
		return (element != null) ? List.of(element) : List.of();
	}

	private static Type element(Type argument) {
		return (argument instanceof java.lang.reflect.WildcardType wildcard) ? wildcard.getUpperBounds()[0] : argument;
	}

	private static Object number(Class<?> type) {
		return switch (type.getSimpleName()) {
			case "boolean", "Boolean" -> true;
			case "long", "Long" -> 1L;
			case "double", "Double" -> 1.0;
			case "float", "Float" -> 1.0f;
			case "char" -> 'x';
			default -> 1;
		};
	}

	private static Object array(Class<?> type) {
		if (type == byte[].class) {
			return CANARY.getBytes(StandardCharsets.UTF_8);
		}
		Object array = java.lang.reflect.Array.newInstance(type.getComponentType(), 1);
		if (type.getComponentType() == String.class || type.getComponentType() == Object.class) {
			((Object[]) array)[0] = CANARY;
		}
		return array;
	}

	/**
	 * A record, the first of a sealed set that can be made, or what a class makes of
	 * itself.
	 */
	private static Object other(Class<?> type, int depth) {
		if (type.isRecord()) {
			return make(type, depth + 1);
		}
		if (type.isSealed()) {
			for (Class<?> permitted : type.getPermittedSubclasses()) {
				Object made = other(permitted, depth + 1);
				if (made != null) {
					return made;
				}
			}
		}
		for (Constructor<?> constructor : type.getDeclaredConstructors()) {
			if (constructor.getParameterCount() == 0 && type.getName().startsWith("dev.tacit")) {
				try {
					constructor.setAccessible(true);
					return constructor.newInstance();
				}
				catch (ReflectiveOperationException | RuntimeException ex) {
					return null;
				}
			}
		}
		return null;
	}

}
