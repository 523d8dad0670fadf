/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

import dev.tacit.inference.DemoModel;
import dev.tacit.inference.json.Json;
import dev.tacit.inference.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A constraint lets through what fits its schema, and nothing else; and whatever is drawn
 * from its masks is a whole text in time.
 */
class TokenConstraintTest {

	private static final long SEED = 20261124;

	private static final int END = 7;

	private final Tokenizer tokenizer = Tokenizer.load(DemoModel.folder().resolve("tokenizer.json"));

	private final ConstraintCompiler compiler = new ConstraintCompiler(this.tokenizer.size(),
			(id) -> this.tokenizer.isControlToken(id) ? new byte[0] : this.tokenizer.bytes(id), this.tokenizer::encode);

	static Map<String, Object> schema(String json) {
		Map<String, Object> schema = new LinkedHashMap<>();
		((Map<?, ?>) Json.parse(json.replace('`', '"'))).forEach((name, value) -> schema.put((String) name, value));
		return schema;
	}

	/** Takes the text as the tokenizer cuts it, then the end. */
	private boolean accepts(Supplier<TokenConstraint> constraint, String text) {
		TokenConstraint started = constraint.get();
		for (int token : this.tokenizer.encode(text)) {
			boolean allowed = started.allowed(Integer.MAX_VALUE).get(token);
			assertThat(started.accept(token)).isEqualTo(allowed);
			if (!allowed) {
				return false;
			}
		}
		return started.allowed(Integer.MAX_VALUE).get(END);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001',
			textBlock = """
					{`type`:`string`} | `a b` | `a
					{`type`:`string`} | `\\u00e9\\n\\"é😀` | `\\ud800`
					{`type`:`string`} | `` | `\\x`
					{`type`:`string`,`minLength`:2,`maxLength`:3} | `é😀` | `é`
					{`type`:`string`,`minLength`:2,`maxLength`:3} | `ab\\n` | `abcd`
					{`type`:`string`,`format`:`date`} | `2026-02-28` | `2026-02-29`
					{`type`:`string`,`format`:`date`} | `2026-12-31` | `2026-11-31`
					{`type`:`string`,`format`:`date`} | `0001-01-01` | `2026-13-01`
					{`type`:`string`,`format`:`date`,`maxLength`:5} | `soon` | `2026-12-31`
					{`type`:`string`,`format`:`date-time`} | `2026-11-25T23:59:59.5Z` | `2026-11-25T24:00:00Z`
					{`type`:`string`,`format`:`uuid`} | `0f8fad5b-d9cb-469f-a165-70867728950e` | `0f8fad5b-d9cb-469f-a165`
					{`type`:`string`,`format`:`ipv4`} | `10.0.255.1` | `10.0.256.1`
					{`type`:`string`,`format`:`email`} | `anything` | 5
					{`type`:`integer`} | -120 | 1.5
					{`type`:`integer`} | 0 | 01
					{`type`:`integer`,`minimum`:-5,`maximum`:120} | -5 | -6
					{`type`:`integer`,`format`:`int32`} | 2147483647 | 2147483648
					{`type`:`integer`,`format`:`int32`} | -2147483648 | -2147483649
					{`type`:`integer`,`format`:`int32`,`minimum`:1} | 7 | 0
					{`type`:`integer`,`minimum`:-5,`maximum`:120} | 99 | 121
					{`type`:`integer`,`exclusiveMinimum`:0} | 1 | 0
					{`type`:`integer`,`minimum`:17,`maximum`:1203} | 1199 | 16
					{`type`:`number`} | -0.25 | .5
					{`type`:`number`,`minimum`:0,`maximum`:2} | 1.999 | 2.1
					{`type`:`number`,`maximum`:-1} | -1.5 | -0.5
					{`type`:`boolean`} | true | True
					{`type`:`null`} | null | nul
					{`type`:[`integer`,`null`]} | null | true
					{`type`:`integer`,`nullable`:true} | null | `a`
					{`enum`:[`a`,`ab`,3,null]} | `ab` | `abc`
					{`const`:{`k`:[1,2]}} | {`k`: [1, 2]} | {`k`: [1, 3]}
					{`anyOf`:[{`type`:`boolean`},{`type`:`integer`}]} | 42 | `42`
					{`type`:`array`,`items`:{`type`:`integer`}} | [1, 2,3] | [1,]
					{`type`:`array`,`items`:{`type`:`integer`},`minItems`:1,`maxItems`:2} | [1,2] | []
					{`type`:`array`,`items`:{`type`:`integer`},`minItems`:1,`maxItems`:2} | [1] | [1,2,3]
					{`type`:`array`,`maxItems`:0} | [] | [1]
					{`type`:`object`} | {`x`: {`y`: [1.5, `z`]}} | {x: 1}
					{`type`:`object`,`properties`:{`a`:{`type`:`integer`},`b`:{`type`:`string`}},`required`:[`a`]} | {`a`: 1} | {`b`: `x`}
					{`properties`:{`a`:{`type`:`integer`},`b`:{`type`:`string`}},`additionalProperties`:false} | {`b`:`x`} | {`c`:1}
					{`properties`:{`a`:{},`b`:{`type`:`null`}}} | {} | {`b`:null,}
					{`properties`:{`a`:{},`b`:{`type`:`null`}}} | {`a`: [], `b`: null} | {`a`: 1 `b`: null}
					{`type`:`object`,`additionalProperties`:{`type`:`integer`}} | {`q`: 1, `r`: 2} | {`q`: `s`}
					{`$ref`:`#/$defs/n`,`$defs`:{`n`:{`properties`:{`next`:{`anyOf`:[{`$ref`:`#/$defs/n`},{`type`:`null`}]}},`required`:[`next`]}}} | {`next`: {`next`: null}} | {`next`: {}}
					{} | [{}, `x`] | [}
					{`type`:`integer`,`multipleOf`:7} | -49 | 50
					{`type`:`integer`,`multipleOf`:7} | 0 | 3
					{`type`:`integer`,`multipleOf`:5,`minimum`:-12,`maximum`:1000000} | -10 | -15
					{`type`:`integer`,`multipleOf`:5,`minimum`:-12,`maximum`:1000000} | 999995 | 1000005
					{`type`:`integer`,`multipleOf`:1000,`minimum`:1,`maximum`:5000} | 3000 | 0
					{`oneOf`:[{`type`:`boolean`},{`type`:`integer`}]} | 42 | `42`
					{`oneOf`:[{`properties`:{`t`:{`const`:`a`},`n`:{`type`:`integer`}},`required`:[`t`]},{`properties`:{`t`:{`const`:`b`}},`required`:[`t`]}]} | {`t`: `a`,`n`:1} | {`t`:`b`,`n`:1}
					{`oneOf`:[{`properties`:{`a`:{}},`required`:[`a`]},{`properties`:{`b`:{}},`required`:[`b`]}]} | {`b`: 1} | {`a`:1, `b`: 1}
					{`oneOf`:[{`$ref`:`#/$defs/s`},{`type`:`null`}],`$defs`:{`s`:{`type`:`string`}}} | null | 1
					{`allOf`:[{`type`:`integer`,`minimum`:3},{`maximum`:5}]} | 5 | 6
					{`allOf`:[{`properties`:{`a`:{`type`:`number`}},`required`:[`a`]},{`properties`:{`a`:{`type`:`integer`},`b`:{}},`required`:[`b`]}]} | {`a`: 1, `b`: 2} | {`a`: 1.5, `b`: 2}
					{`allOf`:[{`$ref`:`#/$defs/base`}],`properties`:{`x`:{`type`:`null`}},`required`:[`x`],`$defs`:{`base`:{`type`:`object`,`properties`:{`id`:{`type`:`integer`}},`required`:[`id`]}}} | {`x`: null, `id`: 1} | {`x`: null}
					{`$ref`:`#/$defs/n`,`maximum`:9,`$defs`:{`n`:{`type`:`integer`,`minimum`:1}}} | 9 | 10
					{`type`:`object`,`properties`:{`k`:{`type`:`string`}},`anyOf`:[{`required`:[`k`]},{`properties`:{`n`:{`type`:`integer`}},`required`:[`n`]}]} | {`k`: `x`} | {}
					{`allOf`:[{`enum`:[1,2,`a`]},{`type`:`integer`},{`enum`:[2,3,`a`]}]} | 2 | `a`
					{`anyOf`:[{`allOf`:[{`type`:`string`},{`type`:`null`}]},{`type`:`boolean`}]} | true | null
					{`allOf`:[{`properties`:{`a`:{}},`additionalProperties`:false},{`properties`:{`b`:{}}}]} | {`a`: 1} | {`b`: 1}
					""")
	void aTextPassesIfItFits(String schema, String fits, String not) {
		Supplier<TokenConstraint> constraint = this.compiler.json(schema(schema), END);
		assertThat(accepts(constraint, fits.replace('`', '"'))).isTrue();
		assertThat(accepts(constraint, not.replace('`', '"'))).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " ~ ", quoteCharacter = '\u0001', textBlock = """
			^[A-Z]{2}-\\d{4}$ ~ AB-0042 ~ AB-004
			^[A-Z]{2}-\\d{4}$ ~ ZZ-9999 ~ zz-9999
			^(yes|no)(, sir)?$ ~ no, sir ~ no, madam
			^[^@\\s]+@[\\w.]+$ ~ a-b@c.org ~ a b@c.org
			mg ~ 15 mg/kg ~ 15 g
			^a|b$ ~ xb ~ xc
			^a|b$ ~ ax ~ xa
			^(?:\\\\|")+$ ~ \\"\\ ~ "a
			^[äöü€]{1,2}$ ~ ä€ ~ ao
			^a*?b+$ ~ aab ~ aa
			^[a-c-]{2,}$ ~ a-c- ~ a
			^\\W.\\S\\D$ ~ !?x. ~ a?x.
			^x{3}$ ~ xxx ~ xxxx
			""")
	void aStringMatchesItsPattern(String pattern, String fits, String not) {
		Supplier<TokenConstraint> constraint = this.compiler
			.json(Map.of("type", "string", "pattern", pattern, "minLength", 1), END);
		assertThat(fits).containsPattern(pattern);
		assertThat(not).doesNotContainPattern(pattern);
		assertThat(accepts(constraint, Json.write(fits))).isTrue();
		assertThat(accepts(constraint, Json.write(not))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{`type`:`string`,`pattern`:`(?=a)b`}", "{`type`:`string`,`pattern`:`(a)\\\\1`}",
			"{`type`:`string`,`pattern`:`\\\\bword`}", "{`type`:`string`,`pattern`:`a^b`}",
			"{`type`:`string`,`pattern`:`[b-a]`}", "{`type`:`string`,`pattern`:`(a`}",
			"{`type`:`string`,`pattern`:`a{999}`}", "{`type`:`string`,`pattern`:`((a{200}){200}){200}`}",
			"{`type`:`string`,`pattern`:`a**`}", "{`type`:`string`,`pattern`:`^a+$`,`maxLength`:3}",
			"{`oneOf`:[{},{}]}", "{`oneOf`:[{`type`:`integer`},{`type`:`number`}]}",
			"{`oneOf`:[{`type`:`string`},{`enum`:[`a`]}]}",
			"{`oneOf`:[{`properties`:{`a`:{}}},{`properties`:{`b`:{}}}]}",
			"{`allOf`:[{`type`:`string`},{`type`:`null`}]}", "{`allOf`:[{`$ref`:`#`}]}",
			"{`allOf`:[{`type`:`string`,`pattern`:`a`},{`pattern`:`b`}]}", "{`not`:{}}",
			"{`type`:`integer`,`multipleOf`:0}", "{`type`:`integer`,`multipleOf`:1.5}",
			"{`type`:`integer`,`multipleOf`:129}", "{`type`:`object`,`patternProperties`:{}}",
			"{`type`:`array`,`uniqueItems`:true}", "{`$ref`:`https://example.org/x`}", "{`$ref`:`#/$defs/none`}",
			"{`type`:`object`,`required`:[`x`]}", "{`type`:`date`}", "{`enum`:[]}", "{`type`:`string`,`minLength`:-1}",
			"{`$ref`:`#`}", "{`properties`:{`a`:{`$ref`:`#`}},`required`:[`a`]}",
			"{`type`:`integer`,`minimum`:5,`maximum`:4}", "{`type`:`array`,`minItems`:2000}" })
	void whatCannotBeEnforcedIsRefused(String schema) {
		assertThatExceptionOfType(ConstraintException.class).isThrownBy(() -> this.compiler.json(schema(schema), END))
			.withMessageNotContaining("example.org");
	}

	@Test
	void threadsCompileSideBySideAndAllHearARefusal() {
		List<CompletableFuture<Supplier<TokenConstraint>>> compiled = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			String schema = (i % 5 == 0) ? "{`type`:`array`,`uniqueItems`:true}" : "{`enum`:[`a" + i % 5 + "`]}";
			compiled.add(CompletableFuture.supplyAsync(() -> this.compiler.json(schema(schema), END)));
		}
		for (int i = 0; i < 60; i++) {
			CompletableFuture<Supplier<TokenConstraint>> one = compiled.get(i);
			if (i % 5 == 0) {
				assertThatExceptionOfType(CompletionException.class).isThrownBy(one::join)
					.withCauseInstanceOf(ConstraintException.class)
					.withMessageContaining("uniqueItems");
			}
			else {
				assertThat(accepts(one.join(), "\"a" + i % 5 + "\"")).isTrue();
			}
		}
	}

	@Test
	void whateverIsDrawnIsWholeInTime() {
		Random random = new Random(SEED);
		Map<String, Object> schema = schema("""
				{`type`:`object`,`properties`:{`name`:{`type`:`string`,`maxLength`:20},`tags`:{`type`:`array`,
				`items`:{`enum`:[`red`,`green`]}},`child`:{`anyOf`:[{`$ref`:`#`},{`type`:`null`}]},
				`any`:{}},`required`:[`name`,`child`],`additionalProperties`:false}""");
		for (int budget : new int[] { 40, 41, 50, 80, 200 }) {
			for (int i = 0; i < 25; i++) {
				TokenConstraint constraint = this.compiler.json(schema, END).get();
				String text = draw(constraint, budget, random);
				assertThat(((Map<?, ?>) Json.parse(text)).containsKey("child"))
					.as("seed %d, budget %d, case %d", SEED, budget, i)
					.isTrue();
			}
		}
	}

	private String draw(TokenConstraint constraint, int budget, Random random) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int remaining = budget; remaining > 0; remaining--) {
			BitSet allowed = constraint.allowed(remaining);
			assertThat(allowed.isEmpty()).isFalse();
			int token = allowed.stream().skip(random.nextInt(allowed.cardinality())).findFirst().orElseThrow();
			if (token == END) {
				break;
			}
			assertThat(constraint.accept(token)).isTrue();
			bytes.writeBytes(this.tokenizer.bytes(token));
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

	@Test
	void whatIsCertainIsForced() {
		TokenConstraint constraint = this.compiler
			.json(schema("{`properties`:{`patientName`:{`type`:`integer`}},`required`:[`patientName`]}"), END)
			.get();
		for (int token : this.tokenizer.encode("{\"")) {
			assertThat(constraint.accept(token)).isTrue();
		}
		int[] forced = constraint.forced();
		assertThat("patientName\":").startsWith(this.tokenizer.decode(forced));
		assertThat(Arrays.stream(forced).boxed()).isNotEmpty().allMatch(constraint::accept);
		assertThat(constraint.complete()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
			[f(a=`x`, b=1)] | [f(a=`x`, b=1.5)]
			[f(a='it\\'s "q"')] | [f(a='it's')]
			[f(b=1), g()] | [h()]
			[f(c=True)] | [f(c=maybe)]
			[f(c=false)] | [f(z=1)]
			[f(d=null)] | [f(a=`x`
			[{`name`: `f`, `arguments`: {`a`: `x`}}] | [{`name`: `h`, `arguments`: {}}]
			[g()] | [g(a=1)]
			""")
	void aCallKeepsToTheTools(String fits, String not) {
		Supplier<TokenConstraint> constraint = this.compiler.calls(Map.of("f", schema("""
				{`type`:`object`,`properties`:{`a`:{`type`:`string`},`b`:{`type`:`integer`},`c`:{`type`:`boolean`},
				`d`:{`type`:[`string`,`null`]}}}"""), "g", Map.of()), END);
		assertThat(accepts(constraint, fits.replace('`', '"'))).isTrue();
		assertThat(accepts(constraint, not.replace('`', '"'))).isFalse();
	}

	@Test
	void aSchemaThatCannotBeEnforcedFreesItsToolAloneAndIsToldOnce() {
		List<String> told = new ArrayList<>();
		java.util.logging.Logger log = java.util.logging.Logger.getLogger(ConstraintCompiler.class.getName());
		Handler handler = new Handler() {

			@Override
			public void publish(LogRecord record) {
				told.add(record.getMessage());
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		};
		log.addHandler(handler);
		try {
			Map<String, Object> odd = schema("{`type`:`object`,`properties`:{`a`:{`not`:{}}}}");
			Map<String, Object> plain = schema("{`type`:`object`,`properties`:{`n`:{`type`:`integer`}}}");
			Supplier<TokenConstraint> constraint = this.compiler.calls(Map.of("odd", odd, "plain", plain), END);
			this.compiler.calls(Map.of("odd", odd), END);
			for (String fits : List.of("[odd(a=`x`, b_2={`y`: [1]})]", "[odd()]", "[plain(n=3), odd(a=True)]",
					"[{`name`: `odd`, `arguments`: {`z`: 1}}]")) {
				assertThat(accepts(constraint, fits.replace('`', '"'))).as(fits).isTrue();
			}
			for (String not : List.of("[plain(n=`x`)]", "[odd(1)]", "[other()]")) {
				assertThat(accepts(constraint, not.replace('`', '"'))).as(not).isFalse();
			}
			assertThat(told).singleElement().asString().contains("'odd'", "'not'");
		}
		finally {
			log.removeHandler(handler);
		}
	}

}
