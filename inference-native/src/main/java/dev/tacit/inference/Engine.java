/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.tacit.inference.decode.Caller;
import dev.tacit.inference.decode.RecordedReply;
import dev.tacit.inference.decode.RejectedRequestException;
import dev.tacit.inference.decode.Scheduler;
import dev.tacit.inference.decode.SchedulerStatus;
import dev.tacit.inference.decode.SequenceTask;
import dev.tacit.inference.decode.Ticket;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.sample.SamplingOptions;
import dev.tacit.inference.sample.TokenScore;
import dev.tacit.inference.text.ChatMessage;
import dev.tacit.inference.text.EncodedPrompt;
import dev.tacit.inference.text.PromptEncoder;
import dev.tacit.inference.text.ReplyParser;
import dev.tacit.inference.text.Tokenizer;
import dev.tacit.inference.text.ToolDefinition;

/**
 * A language model in this process. Opens a model folder, compiles it on first use (the
 * result is cached) and answers requests:
 *
 * <pre>
 * try (Engine engine = Engine.open(Path.of("models/LFM2.5-1.2B-Thinking"), EngineConfig.defaults())) {
 *     GenerationRequest request = GenerationRequest.builder()
 *         .system("Answer in one sentence.")
 *         .user("What is 15 mg/kg for a patient of 64 kg?")
 *         .build();
 *     Generation generation = engine.generate(request);
 *     System.out.println(generation.answer());
 * }
 * </pre>
 *
 * Thread-safe; callers may be virtual threads. One thread of its own talks to ONNX
 * Runtime, and no caller blocks it.
 */
public final class Engine implements AutoCloseable {

	private static final String DELIVERY = "tacit-delivery-";

	private static final int LISTENER_SECONDS = 5;

	private final EngineConfig config;

	private final EngineInfo info;

	private final Tokenizer tokenizer;

	private final PromptEncoder promptEncoder;

	private final int[] stopTokens;

	private final int[] closingTokens;

	private final ReplyConstraints constraints;

	private final Scheduler scheduler;

	private final ExecutorService deliveries;

	private Engine(EngineConfig config, OpenedModel model) {
		this.config = config;
		this.info = model.info();
		this.tokenizer = model.tokenizer();
		this.promptEncoder = model.promptEncoder();
		this.stopTokens = model.stopTokens();
		this.scheduler = model.scheduler();
		this.closingTokens = this.tokenizer.encodeWithControlTokens("\n</think>\n\n");
		this.constraints = new ReplyConstraints(this.tokenizer, this.stopTokens, this.scheduler.vocabularySize());
		AtomicInteger number = new AtomicInteger();
		this.deliveries = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, DELIVERY + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Opens a model folder without reporting progress.
	 * @param folder the folder
	 * @param config how to run
	 * @return a running engine
	 * @throws RuntimeException as {@link #open(Path, EngineConfig, ProgressListener)}
	 */
	public static Engine open(Path folder, EngineConfig config) {
		return open(folder, config, ProgressListener.silent());
	}

	/**
	 * Opens a model folder, compiling it unless the cache holds it already.
	 * @param folder the folder
	 * @param config how to run
	 * @param progress hears how far digests and compilation are
	 * @return a running engine
	 * @throws dev.tacit.inference.model.ModelFolderException if the folder is not a model
	 * this engine runs, is damaged, or has another digest than the configured one
	 * @throws InsufficientMemoryException if this machine or container has less memory
	 * than the model takes
	 * @throws dev.tacit.inference.compile.CompileException if the model cannot be
	 * compiled here, or ONNX Runtime's native library does not load
	 * @throws dev.tacit.inference.decode.DecodeException if ONNX Runtime refuses the
	 * graph
	 */
	public static Engine open(Path folder, EngineConfig config, ProgressListener progress) {
		return new Engine(config, OpenedModel.open(folder, config, progress));
	}

	/**
	 * What this engine runs.
	 * @return identity, dimensions and bounds
	 */
	public EngineInfo info() {
		return this.info;
	}

	/**
	 * How this engine runs.
	 * @return the configuration it was opened with
	 */
	public EngineConfig config() {
		return this.config;
	}

	/**
	 * What this engine does right now.
	 * @return a snapshot
	 */
	public SchedulerStatus status() {
		return this.scheduler.status();
	}

	/**
	 * How many requests this engine refused so far.
	 * @param reason why
	 * @return their number
	 */
	public long rejections(RejectedRequestException.Reason reason) {
		return this.scheduler.rejections(reason);
	}

	/**
	 * Bytes of key-value cache that one token of one sequence takes.
	 * @return bytes
	 */
	public long stateBytesPerToken() {
		return this.scheduler.stateBytesPerToken();
	}

	/**
	 * Forgets the states of all prefixes, for example when a policy changed what may be
	 * kept. Takes effect before the next step. Pinned ones are forgotten too: pin them
	 * again.
	 */
	public void forgetPrefixes() {
		this.scheduler.forgetPrefixes();
	}

	/**
	 * Reads the beginning of conversations once for all callers, and keeps its state
	 * whatever else the cache has to make room for. Only for text of the application's
	 * own, such as its system prompt: that it is known tells no caller about another.
	 * Waits until it is read.
	 * @param system the system prompt
	 * @param tools the tools offered with it
	 * @return tokens that later prompts are spared; 0 where the cache is off or the text
	 * is shorter than a block
	 * @throws RejectedRequestException as {@link #submit}
	 */
	public int pin(String system, List<ToolDefinition> tools) {
		int[] one = this.promptEncoder.encode(opening(system, "a"), tools, false).ids();
		int[] other = this.promptEncoder.encode(opening(system, "b"), tools, false).ids();
		int common = Arrays.mismatch(one, other);
		int[] prompt = Arrays.copyOf(one, Math.max(1, common));
		PinnedPrefix.read(this.scheduler, prompt, true);
		return PinnedPrefix.read(this.scheduler, Arrays.copyOf(one, prompt.length + 1), false);
	}

	private static List<ChatMessage> opening(String system, String user) {
		return List.of(ChatMessage.system(system), ChatMessage.user(user));
	}

	/**
	 * Tells whether answers can be kept to a schema, before a request is made with it.
	 * @param schema JSON Schema as maps and lists
	 * @throws dev.tacit.inference.sample.ConstraintException if not; the message names
	 * the keyword
	 */
	public void requireEnforceable(Map<String, Object> schema) {
		this.constraints.require(schema);
	}

	/**
	 * Queues a request and returns at once.
	 * @param request the request
	 * @param listener hears the generation, on a delivery thread
	 * @return a handle that cancels it
	 * @throws RejectedRequestException if the queue is full, the prompt leaves no room in
	 * the context, or the engine is closed
	 * @throws dev.tacit.inference.text.ChatTemplateException if the template refuses the
	 * messages
	 * @throws dev.tacit.inference.sample.ConstraintException if the response schema
	 * cannot be enforced
	 */
	public GenerationHandle submit(GenerationRequest request, GenerationListener listener) {
		EncodedPrompt prompt = this.promptEncoder.encode(request.messages(), request.tools(), true);
		SamplingOptions sampling = (request.sampling() != null) ? request.sampling() : this.info.sampling();
		long seed = (request.seed() != null) ? request.seed() : ThreadLocalRandom.current().nextLong();
		int maxTokens = (request.maxTokens() != null) ? request.maxTokens() : this.info.contextLength();
		Duration timeout = (request.timeout() != null) ? request.timeout() : this.config.requestTimeout();
		ReplyParser parser = new ReplyParser(this.tokenizer, request.tools(), request.responseSchema() == null);
		GenerationTask task = new GenerationTask(parser, new StopSequences(List.copyOf(request.stopSequences())),
				new Delivery(listener, this.deliveries), new TokenRecord(prompt.ids(), sampling, seed),
				request.reasoningBudget(), this.closingTokens, this.constraints.of(request),
				Math.min(maxTokens, this.info.contextLength() - prompt.ids().length));
		SequenceTask sequence = new SequenceTask(prompt.ids(), maxTokens, sampling, seed, this.stopTokens,
				timeout.toNanos(), task, request.caller());
		return new GenerationHandle(this.scheduler.submit(sequence));
	}

	/**
	 * Submits a request and waits for its end. An interrupt cancels the generation.
	 * @param request the request
	 * @return the generation
	 * @throws CancellationException if the waiting thread is interrupted; its flag is set
	 * again
	 * @throws RuntimeException as {@link #submit}, and where the engine fails
	 */
	public Generation generate(GenerationRequest request) {
		GenerationFuture future = new GenerationFuture();
		GenerationHandle handle = submit(request, future);
		return future.result().await(handle::cancel);
	}

	/**
	 * Holds a recorded reply against this model: reads prompt and reply in chunks, as a
	 * prompt is read, and tells of each token of the reply how it stands. Runs beside
	 * other requests and waits for a slot like them.
	 * @param tokens what was recorded
	 * @return a score for each token of the reply
	 * @throws RejectedRequestException if the queue is full, the tokens do not fit into
	 * the context, or the engine is closed
	 * @throws IllegalArgumentException if the reply is empty, or a token is none of this
	 * model's
	 * @throws CancellationException if the waiting thread is interrupted; its flag is set
	 * again
	 * @throws RuntimeException if the engine fails or the request timeout passes
	 */
	public List<TokenScore> score(GenerationTokens tokens) {
		int[] all = Arrays.copyOf(tokens.prompt(), tokens.prompt().length + tokens.reply().length);
		System.arraycopy(tokens.reply(), 0, all, tokens.prompt().length, tokens.reply().length);
		requireKnown(all);
		ScoringTask task = new ScoringTask(tokens.reply().length);
		Ticket ticket = this.scheduler.submit(new SequenceTask(all, 1, tokens.sampling(), tokens.seed(),
				this.stopTokens, this.config.requestTimeout().toNanos(), task, Caller.ANONYMOUS, false,
				new RecordedReply(tokens.prompt().length, tokens.forced())));
		return task.result().await(ticket::cancel);
	}

	/**
	 * What the tokens of a prompt say.
	 * @param tokens ids of this model's tokens
	 * @return their text, control tokens included
	 * @throws IllegalArgumentException if a token is none of this model's
	 */
	public String text(int... tokens) {
		requireKnown(tokens);
		return this.tokenizer.decode(tokens);
	}

	/**
	 * What the tokens of a reply say, trace and answer told apart.
	 * @param reply ids of this model's tokens
	 * @return the texts
	 * @throws IllegalArgumentException if a token is none of this model's
	 */
	public ReplyText replyText(int... reply) {
		requireKnown(reply);
		return ReplyTextSink.read(this.tokenizer, this.stopTokens, reply);
	}

	private void requireKnown(int[] tokens) {
		for (int token : tokens) {
			if (token < 0 || token >= this.tokenizer.size()) {
				throw new IllegalArgumentException("The token " + token + " is none of this model's");
			}
		}
	}

	/** Cancels what runs and waits, then frees the model. Idempotent. */
	@Override
	public void close() {
		close(Duration.ZERO);
	}

	/**
	 * Takes no new request, lets the others finish for a while, cancels the rest and
	 * frees the model. Afterwards every listener has heard the end of its generation,
	 * unless it stalls for longer than five seconds. Idempotent.
	 * @param drain time to let generations finish
	 */
	public void close(Duration drain) {
		this.scheduler.close(drain);
		this.deliveries.shutdown();
		if (Thread.currentThread().getName().startsWith(DELIVERY)) {
			// A listener that closes the engine cannot wait for itself.
			return;
		}
		try {
			this.deliveries.awaitTermination(LISTENER_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
