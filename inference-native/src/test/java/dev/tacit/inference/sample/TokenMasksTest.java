/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

import dev.tacit.inference.DemoModel;
import dev.tacit.inference.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The short way to a mask finds what the long one finds, on every way a text can take;
 * with a vocabulary whose tokens cross every border that a string has.
 */
class TokenMasksTest {

	private static final long SEED = 20261125;

	private static final List<String> PIECES = List.of("a", "é", "😀", "\"", "'", "\\", "\\n", "\\u00e9", "\n", " ",
			",", "}", "]", ")", "\",", "\"}", "7", "-", "x=", "\": ", "€", "\u007f");

	private final Random random = new Random(SEED);

	private final List<byte[]> tokens = tokens(1_500);

	private final IntFunction<byte[]> bytes = this.tokens::get;

	private final TokenMasks masks = new TokenMasks(this.tokens.size(), this.bytes);

	/** All single bytes, and random joins of pieces that are cut anywhere. */
	private List<byte[]> tokens(int joins) {
		List<byte[]> all = new ArrayList<>();
		for (int value = 0; value < 256; value++) {
			all.add(new byte[] { (byte) value });
		}
		for (int i = 0; i < joins; i++) {
			StringBuilder text = new StringBuilder();
			for (int n = this.random.nextInt(5); n >= 0; n--) {
				text.append(PIECES.get(this.random.nextInt(PIECES.size())));
			}
			byte[] whole = text.toString().getBytes(StandardCharsets.UTF_8);
			int from = this.random.nextInt(Math.min(3, whole.length));
			int to = from + 1 + this.random.nextInt(whole.length - from);
			all.add(Arrays.copyOfRange(whole, from, to));
		}
		all.add("a".repeat(TokenTrie.MAX_BYTES).getBytes(StandardCharsets.UTF_8));
		all.add("a".repeat(TokenTrie.MAX_BYTES + 1).getBytes(StandardCharsets.UTF_8));
		all.add(new byte[0]);
		return all;
	}

	private static GrammarParser schema(String json) {
		GrammarLexicon lexicon = new GrammarLexicon(false);
		GrammarNetwork network = new SchemaCompiler(lexicon, TokenConstraintTest.schema(json)).compile();
		lexicon.measure();
		return new GrammarParser(network);
	}

	private void assertEqualAlongRandomTexts(GrammarParser parser) {
		int inside = 0;
		for (int text = 0; text < 12; text++) {
			GrammarState state = parser.start();
			for (int step = 0; step < 40 && !state.places.isEmpty(); step++) {
				TokenMask wanted = this.masks.walked(parser, state, Integer.MAX_VALUE);
				TokenMask found = this.masks.mask(parser, state, Integer.MAX_VALUE);
				assertThat(found.tokens()).isEqualTo(wanted.tokens());
				assertThat(found.farthest()).isGreaterThanOrEqualTo(wanted.farthest());
				inside += state.places.stream().anyMatch((place) -> place.node().quote != 0) ? 1 : 0;
				for (int limit : new int[] { Math.max(0, state.distance - 1), state.distance, state.distance + 2,
						state.distance + 9 }) {
					BitSet near = this.masks.mask(parser, state, limit).tokens();
					BitSet exact = this.masks.walked(parser, state, limit).tokens();
					assertThat(near.isEmpty()).isEqualTo(exact.isEmpty());
					near.andNot(exact);
					assertThat(near.isEmpty()).as("nothing that leads too far").isTrue();
				}
				state = after(parser, state, wanted);
			}
		}
		assertThat(inside).as("states inside a string").isPositive();
	}

	private GrammarState after(GrammarParser parser, GrammarState state, TokenMask mask) {
		int[] allowed = mask.tokens().stream().toArray();
		if (allowed.length == 0) {
			return GrammarState.DEAD;
		}
		GrammarState at = state;
		for (byte value : this.bytes.apply(allowed[this.random.nextInt(allowed.length)])) {
			at = parser.next(at, value & 0xff);
		}
		return at;
	}

	@ParameterizedTest
	@ValueSource(strings = { "{`type`:`string`}", "{`type`:`string`,`minLength`:9,`maxLength`:70}",
			"{`type`:`string`,`maxLength`:3}", "{`type`:`string`,`minLength`:5}", "{}",
			"{`type`:`object`,`additionalProperties`:{`type`:`string`}}",
			"{`type`:`array`,`items`:{`anyOf`:[{`type`:`string`,`maxLength`:2},{`type`:`string`,`minLength`:4},{`enum`:[`aa`,`é`]}]}}",
			"{`type`:`object`,`properties`:{`a`:{`type`:`string`},`b`:{`type`:[`string`,`null`]}},`required`:[`a`]}" })
	void inAnswers(String json) {
		assertEqualAlongRandomTexts(schema(json));
	}

	@Test
	void inCalls() {
		Map<String, Object> parameters = TokenConstraintTest
			.schema("{`type`:`object`,`properties`:{`x`:{`type`:`string`},`y`:{}},`required`:[`x`]}");
		assertEqualAlongRandomTexts(
				new GrammarParser(new CallGrammar().compile(Map.of("f", parameters, "g", Map.of()))));
	}

	/** The decode thread, which others wait for, finds what is dear to make. */
	@Test
	void wideMasksAreThereBeforeATextBegins() {
		List<byte[]> many = tokens(12_000);
		TokenMasks wider = new TokenMasks(many.size(), many::get);
		GrammarParser parser = schema("{`type`:`object`,`properties`:{`a`:{`type`:`string`},`b`:{`type`:`string`}}}");
		parser.explore(wider);
		GrammarState state = parser.start();
		int wide = 0;
		for (byte value : "{\"a\": \"x\", \"b\": \"yé\"}".getBytes(StandardCharsets.UTF_8)) {
			boolean ready = state.mask != null;
			if (wider.mask(parser, state, Integer.MAX_VALUE).cost() >= GrammarParser.WORTH_KEEPING) {
				assertThat(ready).isTrue();
				wide++;
			}
			state = parser.next(state, value & 0xff);
		}
		assertThat(wide).isGreaterThan(3);
		assertThat(state.accepting).isTrue();
	}

	/** A string of a full vocabulary costs a fraction of a walk over it. */
	@Test
	void insideAStringFewTokensAreWalked() {
		Tokenizer tokenizer = Tokenizer.load(DemoModel.folder().resolve("tokenizer.json"));
		TokenMasks demo = new TokenMasks(tokenizer.size(),
				(id) -> tokenizer.isControlToken(id) ? new byte[0] : tokenizer.bytes(id));
		GrammarParser parser = schema("{`type`:`string`}");
		GrammarState inside = parser.next(parser.start(), '"');
		assertThat(demo.mask(parser, inside, Integer.MAX_VALUE).cost() * 4)
			.isLessThan(demo.walked(parser, inside, Integer.MAX_VALUE).cost());
	}

}
