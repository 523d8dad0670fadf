/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.tacit.inference.DemoModel;
import dev.tacit.inference.compile.CompileOptions;
import dev.tacit.inference.compile.ModelCompiler;
import dev.tacit.inference.compile.WeightFormat;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.sample.SamplingOptions;
import dev.tacit.inference.text.Tokenizer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drafts save steps. Where a drafted reply leaves the plain one, the two tokens were as
 * good as tied: attention rounds several tokens of one step differently from one.
 */
class DraftsTest {

	private static final int MOST = 100;

	/** Of the spread between the best and the worst logit. */
	private static final double NEAR_TIE = 0.02;

	@TempDir
	static Path cache;

	private static List<int[]> prompts() {
		Tokenizer tokenizer = Tokenizer.load(DemoModel.folder().resolve("tokenizer.json"));
		List<int[]> prompts = new ArrayList<>();
		for (String question : List.of(
				"Repeat: [PERSON_1] [PERSON_2] [PERSON_1] [PERSON_2] [PERSON_1] [PERSON_2] [PERSON_1] [PERSON_2]",
				"A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?", "What is 12% of 250?",
				"Extract to JSON: Anna Keller transferred 250 EUR to Ben Olsen on 2026-03-04, reference rent.",
				"Write a reminder to [PERSON_1] about the invoice on Monday, signed [PERSON_2].")) {
			prompts.add(tokenizer.encodeWithControlTokens(
					"<|startoftext|><|im_start|>user\n" + question + "<|im_end|>\n<|im_start|>assistant\n"));
		}
		return prompts;
	}

	@ParameterizedTest
	@EnumSource(names = { "FP32", "INT4" })
	void draftsSaveStepsAndLeaveTheReplyOnlyWhereTokensTie(WeightFormat weights) {
		Path graph = new ModelCompiler(cache)
			.compile(ModelFolder.open(DemoModel.folder()), CompileOptions.defaults().withWeights(weights),
					ProgressListener.silent())
			.graph();
		SchedulerConfig bounds = SchedulerConfig.plain(2, 2, 64, 1024, 64);
		List<int[]> plain = replies(graph, bounds, false);
		List<int[]> drafted = replies(graph, bounds, true);
		for (int i = 0; i < plain.size(); i++) {
			int split = Arrays.mismatch(plain.get(i), drafted.get(i));
			if (split >= 0 && split < Math.min(plain.get(i).length, drafted.get(i).length)) {
				assertThat(gap(graph, prompts().get(i), plain.get(i), split, drafted.get(i)[split]))
					.as("gap at token %d of reply %d", split, i)
					.isLessThan(NEAR_TIE);
			}
		}
	}

	private static List<int[]> replies(Path graph, SchedulerConfig bounds, boolean drafts) {
		try (Scheduler scheduler = Scheduler.start(graph, bounds.withPromptLookup(drafts))) {
			List<int[]> replies = new ArrayList<>();
			prompts().forEach((prompt) -> replies
				.add(TokenCollector.submit(scheduler, prompt, MOST, SamplingOptions.GREEDY, 7, Caller.ANONYMOUS)
					.tokens()));
			long tokens = replies.stream().mapToLong((reply) -> reply.length).sum();
			SchedulerStatus status = scheduler.status();
			if (drafts) {
				assertThat(status.tokensAccepted()).isPositive();
				assertThat(status.steps()).isLessThan(tokens);
			}
			else {
				assertThat(status.tokensDrafted()).isZero();
			}
			return replies;
		}
	}

	/** How much better the plain token was, as a share of the spread of all logits. */
	private static double gap(Path graph, int[] prompt, int[] reply, int split, int other) {
		int[] text = Arrays.copyOf(prompt, prompt.length + split);
		System.arraycopy(reply, 0, text, prompt.length, split);
		try (GraphSession session = new GraphSession(graph, null, 2, null);
				StateRows states = new StateRows(session.environment(), session.layout(), 1, 1024, 1024);
				ForwardPass pass = new ForwardPass(session, states, 1, text.length, 1)) {
			states.reserve(1, text.length + 1);
			states.clear(0);
			pass.chunk(0, text, 0, text.length, 1, false);
			float[] logits = new float[session.vocabularySize()];
			pass.logits(0, logits);
			float[] sorted = logits.clone();
			Arrays.sort(sorted);
			return Math.abs(logits[reply[split]] - logits[other]) / (sorted[sorted.length - 1] - sorted[0]);
		}
	}

}
