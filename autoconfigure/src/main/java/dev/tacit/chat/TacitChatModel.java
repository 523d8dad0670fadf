/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineHost;
import dev.tacit.inference.Generation;
import dev.tacit.inference.GenerationHandle;
import dev.tacit.inference.GenerationRequest;
import dev.tacit.inference.decode.Caller;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.observation.conventions.AiProvider;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * A {@link ChatModel} on an {@link Engine} in this process. Accepts any
 * {@link org.springframework.ai.chat.prompt.ChatOptions}; what a request leaves open is
 * taken from {@link #getOptions()}. Tool calls are returned, never executed.
 * <p>
 * A stream carries text deltas without finish reason, reasoning deltas as message
 * metadata ({@link TacitReasoning}), and one last chunk with finish reason, usage, tool
 * calls and the whole trace. Cancelling a subscription stops decoding.
 * <p>
 * Thread-safe. The engine belongs to whoever opened it; this class does not close it.
 */
public final class TacitChatModel implements ChatModel {

	private static final DefaultChatModelObservationConvention DEFAULT_CONVENTION = new DefaultChatModelObservationConvention();

	private final EngineBindings engines;

	private final ObservationRegistry observations;

	private final @Nullable ChatModelObservationConvention convention;

	private final Consumer<Generation> completions;

	private final Caller caller;

	private final @Nullable UsageReport report;

	/**
	 * Creates a chat model.
	 * @param engine a running engine
	 * @param defaults options where a request has none
	 * @param toolCallingManager resolves the definitions of offered tools
	 * @param observations receives one observation a request
	 * @param convention names and tags of the observation; {@code null} for Spring AI's
	 * @param completions hears every generation that ended, cancelled ones included
	 */
	public TacitChatModel(Engine engine, TacitChatOptions defaults, ToolCallingManager toolCallingManager,
			ObservationRegistry observations, @Nullable ChatModelObservationConvention convention,
			Consumer<Generation> completions) {
		this(EngineHost.of(engine), defaults, toolCallingManager, observations, convention, completions);
	}

	/**
	 * Creates a chat model whose engine may still be loading. Until it is there, requests
	 * fail with a {@link dev.tacit.inference.decode.RejectedRequestException} that says
	 * when to try again.
	 * @param host the engine's host
	 * @param defaults options where a request has none
	 * @param toolCallingManager resolves the definitions of offered tools
	 * @param observations receives one observation a request
	 * @param convention names and tags of the observation; {@code null} for Spring AI's
	 * @param completions hears every generation that ended, cancelled ones included
	 */
	public TacitChatModel(EngineHost host, TacitChatOptions defaults, ToolCallingManager toolCallingManager,
			ObservationRegistry observations, @Nullable ChatModelObservationConvention convention,
			Consumer<Generation> completions) {
		this.engines = new EngineBindings(host, defaults, toolCallingManager);
		this.observations = observations;
		this.convention = convention;
		this.completions = completions;
		this.caller = Caller.ANONYMOUS;
		this.report = null;
	}

	private TacitChatModel(TacitChatModel other, Caller caller, @Nullable UsageReport report) {
		this.engines = other.engines;
		this.observations = other.observations;
		this.convention = other.convention;
		this.completions = other.completions;
		this.caller = caller;
		this.report = report;
	}

	/**
	 * This model on behalf of somebody: requests take turns with those of others, and
	 * reuse the cached prefixes of the caller's scope only.
	 * @param somebody the caller
	 * @return a view of this model; cheap, one a request is fine
	 */
	public TacitChatModel onBehalfOf(Caller somebody) {
		return new TacitChatModel(this, somebody, this.report);
	}

	/**
	 * This model, telling a report which tokens it reads and writes.
	 * @param hears hears of one request
	 * @return a view of this model; cheap, one a request
	 */
	public TacitChatModel reportingTo(UsageReport hears) {
		return new TacitChatModel(this, this.caller, hears);
	}

	@Override
	public TacitChatOptions getOptions() {
		return this.engines.defaults();
	}

	/** What cannot be honoured is refused here, before a stream is handed out. */
	private static TacitChatOptions effective(EngineBinding binding, Prompt prompt) {
		TacitChatOptions options = binding.requests().effective(prompt.getOptions());
		Map<String, Object> schema = EngineRequests.responseSchema(options);
		if (schema != null) {
			binding.engine().requireEnforceable(schema);
		}
		return options;
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		EngineBinding binding = this.engines.forPrompt(prompt);
		TacitChatOptions options = effective(binding, prompt);
		ChatResponses responses = newResponses(binding);
		UsageReport told = Objects.requireNonNullElseGet(this.report, UsageReport::new);
		CompletableFuture<ChatResponse> result = new CompletableFuture<>();
		GenerationHandle handle;
		try {
			told.promise();
			handle = start(binding, prompt, options, responses, this.observations.getCurrentObservation(), false,
					new ChatExchange.Receiver() {

						@Override
						public void complete(Generation generation) {
							told.used(ChatResponses.usage(generation.usage()));
							result.complete(responses.whole(generation));
						}

						@Override
						public void fail(RuntimeException failure) {
							told.unknown();
							result.completeExceptionally(failure);
						}

					});
		}
		catch (RuntimeException | Error ex) {
			told.unknown();
			throw ex;
		}
		return await(result, handle);
	}

	private static ChatResponse await(CompletableFuture<ChatResponse> result, GenerationHandle handle) {
		try {
			return result.get();
		}
		catch (InterruptedException ex) {
			handle.cancel();
			Thread.currentThread().interrupt();
			throw new CancellationException("The thread that waited for the model was interrupted");
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new CompletionException(ex.getCause());
		}
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		EngineBinding binding = this.engines.forPrompt(prompt);
		TacitChatOptions options = effective(binding, prompt);
		return Flux.deferContextual((context) -> {
			Observation parent = context.getOrDefault(ObservationThreadLocalAccessor.KEY,
					this.observations.getCurrentObservation());
			UsageReport report = context.getOrDefault(UsageReport.KEY, new UsageReport());
			return Flux.create((sink) -> subscribe(binding, prompt, options, parent, report, sink));
		});
	}

	private void subscribe(EngineBinding binding, Prompt prompt, TacitChatOptions options, @Nullable Observation parent,
			UsageReport report, FluxSink<ChatResponse> sink) {
		ChatResponses responses = newResponses(binding);
		GenerationHandle handle;
		try {
			report.promise();
			handle = start(binding, prompt, options, responses, parent, true, new ChatExchange.Receiver() {

				@Override
				public void reasoning(String delta) {
					sink.next(responses.reasoningChunk(delta));
				}

				@Override
				public void answer(String delta) {
					sink.next(responses.answerChunk(delta));
				}

				@Override
				public void complete(Generation generation) {
					report.used(ChatResponses.usage(generation.usage()));
					sink.next(responses.lastChunk(generation));
					sink.complete();
				}

				@Override
				public void fail(RuntimeException failure) {
					report.unknown();
					sink.error(failure);
				}

			});
		}
		catch (RuntimeException ex) {
			report.unknown();
			sink.error(ex);
			return;
		}
		sink.onDispose(handle::cancel);
	}

	private GenerationHandle start(EngineBinding binding, Prompt prompt, TacitChatOptions options,
			ChatResponses responses, @Nullable Observation parent, boolean streaming, ChatExchange.Receiver receiver) {
		ChatModelObservationContext context = ChatModelObservationContext.builder()
			.prompt(new Prompt(prompt.getInstructions(), options))
			.provider(AiProvider.ONNX.value())
			.streaming(streaming)
			.build();
		Observation observation = ChatModelObservationDocumentation.CHAT_MODEL_OPERATION
			.observation(this.convention, DEFAULT_CONVENTION, () -> context, this.observations)
			.parentObservation(parent)
			.start();
		ChatExchange exchange = new ChatExchange(responses, context, observation, this.completions,
				(this.report != null) ? this.report::wrote : (tokens) -> {
				}, receiver);
		try {
			GenerationRequest request = binding.requests().request(prompt, options, this.caller);
			return binding.engine().submit(request, exchange);
		}
		catch (RuntimeException ex) {
			observation.error(ex);
			observation.stop();
			throw ex;
		}
	}

	private static ChatResponses newResponses(EngineBinding binding) {
		return new ChatResponses(UUID.randomUUID().toString(), binding.engine().info().name());
	}

}
