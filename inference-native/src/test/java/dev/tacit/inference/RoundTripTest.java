/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.tacit.inference.compile.CompileOptions;
import dev.tacit.inference.compile.ModelCompiler;
import dev.tacit.inference.compile.WeightFormat;
import dev.tacit.inference.decode.Caller;
import dev.tacit.inference.decode.FinishReason;
import dev.tacit.inference.decode.Scheduler;
import dev.tacit.inference.decode.SchedulerConfig;
import dev.tacit.inference.decode.SequenceTask;
import dev.tacit.inference.decode.SequenceTiming;
import dev.tacit.inference.decode.TokenListener;
import dev.tacit.inference.json.Json;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.sample.SamplingOptions;
import dev.tacit.inference.text.ChatMessage;
import dev.tacit.inference.text.ChatTemplate;
import dev.tacit.inference.text.PromptEncoder;
import dev.tacit.inference.text.ReplyParser;
import dev.tacit.inference.text.Role;
import dev.tacit.inference.text.Tokenizer;
import dev.tacit.inference.text.ToolCall;
import dev.tacit.inference.text.ToolDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * For random thoughts, texts and calls: what is rendered by the template and then written
 * token by token by the real decode loop comes out as what went in, in pieces and whole.
 * The draws are held to one text; some of it is forced in runs, as a grammar forces it.
 */
class RoundTripTest {

	private static final long SEED = 20261125;

	private static final int CASES = 60;

	private static final List<ToolDefinition> TOOLS = List.of(tool("calculate"), tool("look.up"), tool("f1"));

	@TempDir
	static Path cache;

	private static ModelFolder folder;

	private static Tokenizer tokenizer;

	private static PromptEncoder encoder;

	private static Scheduler scheduler;

	private static ExecutorService deliveries;

	private final Random random = new Random(SEED);

	@BeforeAll
	static void open() {
		folder = ModelFolder.open(DemoModel.folder());
		tokenizer = Tokenizer.load(folder.tokenizer());
		encoder = new PromptEncoder(ChatTemplate.parse(folder.chatTemplate()), tokenizer, folder.bosToken(),
				folder.eosToken());
		var compiled = new ModelCompiler(cache).compile(folder,
				CompileOptions.defaults().withWeights(WeightFormat.INT4).withMaxContext(1024),
				ProgressListener.silent());
		scheduler = Scheduler.start(compiled.graph(), SchedulerConfig.plain(2, 4, CASES, 1024, 128));
		deliveries = Executors.newCachedThreadPool();
	}

	@AfterAll
	static void close() {
		scheduler.close();
		deliveries.shutdown();
	}

	private static ToolDefinition tool(String name) {
		return new ToolDefinition(name, "does something",
				Map.of("type", "object", "properties", Map.of("p", Map.of(), "q", Map.of(), "x_1", Map.of())));
	}

	/** What the model is held to write. */
	private record Reply(String thought, String text, List<ToolCall> calls) {
	}

	private Reply reply() {
		List<ToolCall> calls = new ArrayList<>();
		for (int n = this.random.nextInt(3); n > 0; n--) {
			Map<String, Object> arguments = new LinkedHashMap<>();
			for (String name : List.of("p", "q", "x_1")) {
				if (this.random.nextBoolean()) {
					arguments.put(name, value(0));
				}
			}
			calls.add(new ToolCall("c" + n, TOOLS.get(this.random.nextInt(TOOLS.size())).name(), arguments));
		}
		String thought = this.random.nextInt(4) == 0 ? "" : words();
		return new Reply(thought, (calls.isEmpty() || this.random.nextBoolean()) ? words() : "", calls);
	}

	/**
	 * Begins and ends with a letter, for white space at the ends is not part of either.
	 */
	private String words() {
		List<String> pieces = List.of("a", "64 * 15", " is ", "é", "😀", "\n\n", "\"q\"", "\\", "<b>", "[f1(p=1)]",
				"{\"name\": \"f1\"}", " 960 mg", "<|im_end|>", "<think>", "</think>", "<|tool_call_start|>", "…", "x");
		StringBuilder text = new StringBuilder("So ");
		for (int n = this.random.nextInt(9); n >= 0; n--) {
			text.append(pieces.get(this.random.nextInt(pieces.size())));
		}
		return text.append(" end").toString();
	}

	private Object value(int depth) {
		return switch (this.random.nextInt((depth > 1) ? 4 : 6)) {
			case 0 -> (long) this.random.nextInt(2000) - 1000;
			case 1 -> (this.random.nextInt(2000) - 1000) / 8.0;
			case 2 -> this.random.nextBoolean();
			case 3 -> words();
			case 4 -> List.of(value(depth + 1), value(depth + 1));
			default -> Map.of(words(), value(depth + 1));
		};
	}

	/**
	 * The tokens of a reply. Calls are rendered by the template; typed control tokens are
	 * text, as the encoder makes them.
	 */
	private static int[] tokens(Reply reply) {
		List<Integer> ids = new ArrayList<>();
		if (!reply.thought().isEmpty()) {
			ids.add(tokenizer.controlToken("<think>").orElseThrow());
			add(ids, tokenizer.encode(reply.thought()));
			ids.add(tokenizer.controlToken("</think>").orElseThrow());
		}
		add(ids, tokenizer.encode(reply.text()));
		if (!reply.calls().isEmpty()) {
			int[] turn = encoder
				.encode(List.of(ChatMessage.user("u"), new ChatMessage(Role.ASSISTANT, "", null, reply.calls())),
						List.of(), false)
				.ids();
			int start = tokenizer.controlToken("<|tool_call_start|>").orElseThrow();
			int end = tokenizer.controlToken("<|tool_call_end|>").orElseThrow();
			int from = IntStream.range(0, turn.length).filter((i) -> turn[i] == start).findFirst().orElseThrow();
			int to = IntStream.range(0, turn.length).filter((i) -> turn[i] == end).reduce((a, b) -> b).orElseThrow();
			add(ids, Arrays.copyOfRange(turn, from, to + 1));
		}
		ids.add(folder.stopTokens()[0]);
		return ids.stream().mapToInt(Integer::intValue).toArray();
	}

	private static void add(List<Integer> ids, int[] more) {
		Arrays.stream(more).forEach(ids::add);
	}

	/** Lets only the next token of a script be drawn, or forces a few. */
	private static final class Script implements TokenListener {

		private final GenerationTask task;

		private final int[] script;

		private final Random random;

		private int at;

		private int forcedTo;

		Script(GenerationTask task, int[] script, long seed) {
			this.task = task;
			this.script = script;
			this.random = new Random(seed);
		}

		@Override
		public BitSet allowedTokens() {
			BitSet one = new BitSet();
			one.set(this.script[this.at]);
			return one;
		}

		@Override
		public void onStart(long queueNanos) {
			this.task.onStart(queueNanos);
		}

		@Override
		public void onToken(int token, Steering steering) {
			assertThat(token).isEqualTo(this.script[this.at]);
			this.at++;
			this.task.onToken(token, steering);
			int left = this.script.length - 1 - this.at;
			if (this.at >= this.forcedTo && left > 0 && this.random.nextInt(4) == 0) {
				this.forcedTo = this.at + 1 + this.random.nextInt(Math.min(left, 9));
				steering.force(Arrays.copyOfRange(this.script, this.at, this.forcedTo));
			}
		}

		@Override
		public void onEnd(FinishReason reason, SequenceTiming timing) {
			this.task.onEnd(reason, timing);
		}

		@Override
		public void onFailure(Throwable failure) {
			this.task.onFailure(failure);
		}

	}

	/** A generation and its pieces. */
	private static final class Heard implements GenerationListener {

		private final StringBuilder reasoning = new StringBuilder();

		private final StringBuilder answer = new StringBuilder();

		private final List<ToolCall> calls = new ArrayList<>();

		private final CompletableFuture<Generation> end = new CompletableFuture<>();

		@Override
		public void onReasoning(String delta) {
			this.reasoning.append(delta);
		}

		@Override
		public void onAnswer(String delta) {
			this.answer.append(delta);
		}

		@Override
		public void onToolCall(ToolCall call) {
			this.calls.add(call);
		}

		@Override
		public void onComplete(Generation generation) {
			this.end.complete(generation);
		}

		@Override
		public void onFailure(RuntimeException failure) {
			this.end.completeExceptionally(failure);
		}

	}

	private Heard write(int[] reply, int number) {
		int[] prompt = encoder.encode(List.of(ChatMessage.user("Case " + number)), TOOLS, true).ids();
		Heard heard = new Heard();
		GenerationTask task = new GenerationTask(new ReplyParser(tokenizer, TOOLS), new StopSequences(List.of()),
				new Delivery(heard, deliveries), new TokenRecord(prompt, SamplingOptions.GREEDY, SEED), null,
				new int[0], ReplyConstraint.NONE, reply.length);
		scheduler.submit(new SequenceTask(prompt, reply.length, SamplingOptions.GREEDY, SEED, folder.stopTokens(),
				Long.MAX_VALUE / 2, new Script(task, reply, SEED + number), Caller.ANONYMOUS));
		return heard;
	}

	private static String shown(List<ToolCall> calls) {
		return String.join(" ", calls.stream().map((call) -> call.name() + Json.write(call.arguments())).toList());
	}

	@Test
	void whatIsRenderedAndDecodedIsWhatWentIn() throws Exception {
		List<Reply> replies = new ArrayList<>();
		List<Heard> heard = new ArrayList<>();
		for (int i = 0; i < CASES; i++) {
			replies.add(reply());
			heard.add(write(tokens(replies.get(i)), i));
		}
		for (int i = 0; i < CASES; i++) {
			Reply wanted = replies.get(i);
			Heard found = heard.get(i);
			Generation generation = found.end.get(2, TimeUnit.MINUTES);
			String description = "seed " + SEED + ", case " + i;
			assertThat(generation.reasoning()).as(description).isEqualTo(wanted.thought());
			assertThat(generation.answer()).as(description).isEqualTo(wanted.text());
			assertThat(shown(generation.toolCalls())).as(description).isEqualTo(shown(wanted.calls()));
			assertThat(generation.finishReason()).as(description)
				.isEqualTo(wanted.calls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS);
			assertThat(found.reasoning).as(description).hasToString(wanted.thought());
			assertThat(found.answer).as(description).hasToString(wanted.text());
			assertThat(found.calls).as(description).isEqualTo(generation.toolCalls());
		}
		assertThat(replies).anyMatch((reply) -> reply.calls().size() > 1);
	}

}
