/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tacit.audit.AuditUnavailableException;
import dev.tacit.audit.LedgerOpenException;
import dev.tacit.inference.compile.CompileException;
import dev.tacit.inference.decode.DecodeException;
import dev.tacit.inference.model.ModelFolderException;
import dev.tacit.privacy.PrivacyPolicyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Law 9 at the start: whatever is wrong is one sentence and a way out, never a stack
 * trace. A new property and a new exception have to say how.
 */
class StartFailuresTest {

	/**
	 * Properties that take what others of their kind do not: free texts, any number,
	 * files that are written later, and switches that only {@code true} turns on.
	 */
	private static final Set<String> ANYTHING_GOES = Set.of("tacit.audit.accept-rollback", "tacit.audit.anchor.file",
			"tacit.audit.spill-file", "tacit.chat.seed", "tacit.enabled", "tacit.engine.overloaded-at",
			"tacit.engine.threads", "tacit.remote.api-key", "tacit.remote.model");

	/** Thrown while requests are served, or inside the engine and caught there. */
	private static final Set<String> NOT_AT_THE_START = Set.of("Answering", "Broken", "ChatTemplateException",
			"ConstraintException", "EngineException", "ErasureRefusedException", "JsonException",
			"LeavingProcessException", "PolicyBlockedException", "Probe", "QuotaExceededException",
			"RejectedRequestException", "RemoteEngineException", "SamplingException", "ScanLimitException",
			"TemplateFault", "TokenizerException", "ToolFailure");

	@TempDir
	static Path cache;

	@TempDir
	Path folder;

	private ApplicationContextRunner runner() {
		return LivingApplication.runner(cache, this.folder)
			.withConfiguration(AutoConfigurations.of(TacitRemoteAutoConfiguration.class))
			.withPropertyValues("tacit.remote.base-url=http://localhost:1/v1", "tacit.remote.model=there",
					"tacit.remote.overflow.enabled=true", "tacit.privacy.leaving-process=filtered");
	}

	@Test
	void everyPropertyWithAValueThatCannotBeIsExplained() throws IOException {
		Set<String> accepted = new TreeSet<>();
		Map<String, String> unexplained = new TreeMap<>();
		for (JsonNode property : PropertyTable.read().properties()) {
			String name = PropertyTable.name(property);
			String value = impossible(property.path("type").asString());
			if (value == null) {
				continue;
			}
			runner().withPropertyValues(name + "=" + value).run((context) -> {
				if (context.getStartupFailure() == null) {
					accepted.add(name);
					return;
				}
				FailureAnalysis analysis = analysis(context.getStartupFailure());
				if (analysis == null || !(analysis.getDescription() + analysis.getAction()).contains("tacit.")) {
					unexplained.put(name, String.valueOf(context.getStartupFailure()));
				}
			});
		}
		assertThat(unexplained).isEmpty();
		assertThat(accepted).isEqualTo(new TreeSet<>(ANYTHING_GOES));
	}

	@Test
	void aPinnedPromptThatDoesNotFitIsExplained() {
		runner().withPropertyValues("tacit.engine.prefix-cache.pinned=" + "word ".repeat(2000)).run((context) -> {
			FailureAnalysis analysis = analysis(Objects.requireNonNull(context.getStartupFailure()));
			assertThat(Objects.requireNonNull(analysis).getDescription()).contains("prefix-cache.pinned", "1 of 1")
				.doesNotContain("word");
		});
	}

	private static @Nullable String impossible(String type) {
		if (type.startsWith("dev.tacit.")) {
			return "nonsense";
		}
		return switch (type.substring(type.lastIndexOf('.') + 1)) {
			case "Boolean" -> "perhaps";
			case "Integer", "Long" -> "-1";
			case "Double" -> "-1.5";
			case "Duration" -> "-5s";
			case "DataSize" -> "-1MB";
			case "Path" -> "/dev/null/nowhere";
			case "URI" -> "no address";
			case "String" -> "no such \u0001 thing";
			default -> null;
		};
	}

	@Test
	void everyExceptionIsExplainedOrNotThrownAtTheStart() {
		List<Throwable> atTheStart = List.of(new ModelLocationException(null, "said"),
				new ModelFolderException(Path.of("x"), "said"), new CompileException("said"),
				new DecodeException("said", null), new LedgerOpenException("said", null),
				new AuditUnavailableException("said", null), new PrivacyPolicyException("said"),
				new RemoteConfigurationException("said"), setting());
		Set<String> listed = new TreeSet<>(NOT_AT_THE_START);
		for (Throwable failure : atTheStart) {
			listed.add(failure.getClass().getSimpleName());
			FailureAnalysis analysis = Objects.requireNonNull(analysis(new IllegalStateException(failure)),
					failure.toString());
			assertThat(analysis.getDescription()).contains("said");
			assertThat(analysis.getAction()).contains("tacit.");
		}
		for (FailureAnalyzer analyzer : analyzers()) {
			Class<?> explained = ResolvableType.forInstance(analyzer)
				.as(AbstractFailureAnalyzer.class)
				.getGeneric()
				.resolve(Object.class);
			if (explained.getName().startsWith("dev.tacit.")) {
				listed.add(explained.getSimpleName());
			}
		}
		List<String> ours = new ArrayList<>();
		for (JavaClass type : new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("dev.tacit")) {
			if (type.isAssignableTo(Throwable.class) && !type.getPackageName().endsWith(".bench")) {
				ours.add(type.getSimpleName());
			}
		}
		assertThat(ours).hasSizeGreaterThan(15).containsExactlyInAnyOrderElementsOf(listed);
	}

	private static Throwable setting() {
		try {
			return SettingException.checked("tacit.engine", () -> {
				throw new IllegalArgumentException("said");
			});
		}
		catch (SettingException ex) {
			return ex;
		}
	}

	@Test
	void whatIsNotOursIsLeftToOthers() {
		assertThat(analysis(new IllegalStateException("else"))).isNull();
	}

	private static @Nullable FailureAnalysis analysis(Throwable failure) {
		for (FailureAnalyzer analyzer : analyzers()) {
			FailureAnalysis analysis = analyzer.analyze(failure);
			if (analysis != null) {
				return analysis;
			}
		}
		return null;
	}

	/** As Spring Boot does it, passing over analyzers of libraries that are not here. */
	private static List<FailureAnalyzer> analyzers() {
		BeanFactory beans = new DefaultListableBeanFactory();
		Environment environment = new MockEnvironment();
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class,
					ArgumentResolver.of(BeanFactory.class, beans).and(Environment.class, environment),
					(type, name, cause) -> {
					});
	}

}
