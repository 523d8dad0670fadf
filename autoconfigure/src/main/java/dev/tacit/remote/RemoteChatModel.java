/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.remote;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import com.openai.client.OpenAIClientAsyncImpl;
import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.core.LogLevel;
import dev.tacit.chat.TacitChatOptions;
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
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.observation.conventions.AiProvider;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * A model on another machine, through Spring AI's OpenAI client, with the manners of the
 * one in this process: reasoning beside the text ({@link dev.tacit.chat.TacitReasoning}),
 * one last chunk with finish reason, usage and tool calls, and a
 * {@link RemoteEngineException} for whatever goes wrong. A call is the stream, gathered.
 * <p>
 * Thread-safe. Nothing is retried here: a retry would be an answer that the ledger does
 * not know.
 */
public final class RemoteChatModel implements ChatModel {

	private static final DefaultChatModelObservationConvention DEFAULT_CONVENTION = new DefaultChatModelObservationConvention();

	private final ChatModel delegate;

	private final ChatOptions defaults;

	private final UnaryOperator<Prompt> requests;

	private final @Nullable Duration requestTimeout;

	private final ObservationRegistry observations;

	private final @Nullable ChatModelObservationConvention convention;

	private final Consumer<ChatResponse> completions;

	private volatile boolean asked;

	/** Why the last request failed, {@code null} if it did not. */
	private volatile RemoteEngineException.@Nullable Reason trouble;

	private RemoteChatModel(ChatModel delegate, ChatOptions defaults, UnaryOperator<Prompt> requests,
			@Nullable Duration requestTimeout, ObservationRegistry observations,
			@Nullable ChatModelObservationConvention convention, Consumer<ChatResponse> completions) {
		this.delegate = delegate;
		this.defaults = defaults;
		this.requests = requests;
		this.requestTimeout = requestTimeout;
		this.observations = observations;
		this.convention = convention;
		this.completions = completions;
	}

	/**
	 * A model on a server.
	 * @param server where it is
	 * @param options options where a request has none
	 * @param alsoNamed says whether a request may call the model by a name that is not
	 * the server's; asked by each request that does
	 * @param tools resolves the definitions of offered tools
	 * @param observations receives one observation a request
	 * @param convention names and tags of the observation; {@code null} for Spring AI's
	 * @param completions hears every reply that is complete
	 * @return the model
	 */
	public static RemoteChatModel on(RemoteServer server, TacitChatOptions options, Predicate<String> alsoNamed,
			ToolCallingManager tools, ObservationRegistry observations,
			@Nullable ChatModelObservationConvention convention, Consumer<ChatResponse> completions) {
		// Logging is pinned: OPENAI_LOG=debug would print every prompt.
		ClientOptions client = ClientOptions.builder()
			.httpClient(new ServerHttpClient(server))
			.baseUrl(server.baseUrl().toString())
			.apiKey("sent by the HTTP client")
			.logLevel(LogLevel.OFF)
			.streamHandlerExecutor(Executors.newCachedThreadPool(RemoteChatModel::reader))
			.maxRetries(0)
			.build();
		OpenAiChatModel model = OpenAiChatModel.builder()
			.openAiClient(new OpenAIClientImpl(client))
			.openAiClientAsync(new OpenAIClientAsyncImpl(client))
			.options(OpenAiChatOptions.builder().model(server.model()).build())
			.build();
		TacitChatOptions.Builder named = options.mutate();
		named.model(server.model());
		TacitChatOptions defaults = named.build();
		return new RemoteChatModel(model, defaults,
				(prompt) -> RemoteRequests.of(prompt, defaults, server.model(), alsoNamed), server.requestTimeout(),
				observations, convention, completions);
	}

	/** Reads one answer; keeps no application from ending. */
	private static Thread reader(Runnable work) {
		Thread thread = new Thread(work, "tacit-remote");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * A model that the application configured itself. Timeouts, retries and observations
	 * are its own.
	 * @param model the model
	 * @param completions hears every reply that is complete
	 * @return the model with the manners above
	 */
	public static RemoteChatModel around(OpenAiChatModel model, Consumer<ChatResponse> completions) {
		return new RemoteChatModel(model, model.getOptions(),
				(prompt) -> RemoteRequests.ofOwn(prompt, model.getOptions()), null, ObservationRegistry.NOOP, null,
				completions);
	}

	/**
	 * Whether a request has ended yet.
	 * @return {@code false} while nothing is known of the server
	 */
	public boolean asked() {
		return this.asked;
	}

	/**
	 * What ails the server, as the last request showed. The server is not asked for it.
	 * @return why the last request failed, empty if it did not
	 */
	public Optional<RemoteEngineException.Reason> trouble() {
		return Optional.ofNullable(this.trouble);
	}

	private void ended(RemoteEngineException.@Nullable Reason how) {
		this.trouble = how;
		this.asked = true;
	}

	@Override
	public ChatOptions getOptions() {
		return this.defaults;
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		CompletableFuture<ChatResponse> whole = exchange(this.requests.apply(prompt), false).reduce((a, b) -> b)
			.toFuture();
		try {
			return Objects.requireNonNull(whole.get());
		}
		catch (InterruptedException ex) {
			whole.cancel(true);
			Thread.currentThread().interrupt();
			throw new CancellationException("The thread that waited for the remote engine was interrupted");
		}
		catch (ExecutionException ex) {
			throw RemoteFailures.typed(ex.getCause(), true);
		}
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return exchange(this.requests.apply(prompt), true);
	}

	private Flux<ChatResponse> exchange(Prompt request, boolean streaming) {
		return Flux.deferContextual((context) -> {
			RemoteReply reply = new RemoteReply();
			Observed observed = new Observed(request, streaming, context
				.getOrDefault(ObservationThreadLocalAccessor.KEY, this.observations.getCurrentObservation()));
			return bounded(this.delegate.stream(request)).concatMapIterable(reply::accept)
				.concatWith(Mono.fromCallable(() -> {
					observed.completed(reply.whole());
					return streaming ? reply.last() : reply.whole();
				}))
				.onErrorMap((failure) -> RemoteFailures.typed(failure, reply.begun()))
				.doOnError(observed::failed)
				.doOnCancel(observed::closed)
				.contextWrite((outer) -> observed.within(outer));
		});
	}

	/** Ends a reply that does not end by itself. */
	private Flux<ChatResponse> bounded(Flux<ChatResponse> reply) {
		return (this.requestTimeout == null) ? reply : reply.takeUntilOther(Mono.delay(this.requestTimeout)
			.then(Mono.error(() -> new RemoteEngineException(RemoteEngineException.Reason.TIMED_OUT))));
	}

	/** The observation of one subscription, closed exactly once. */
	private final class Observed {

		private final ChatModelObservationContext context;

		private final Observation observation;

		private final AtomicBoolean closed = new AtomicBoolean();

		Observed(Prompt request, boolean streaming, @Nullable Observation parent) {
			this.context = ChatModelObservationContext.builder()
				.prompt(request)
				.provider(AiProvider.OPENAI.value())
				.streaming(streaming)
				.build();
			this.observation = ChatModelObservationDocumentation.CHAT_MODEL_OPERATION
				.observation(RemoteChatModel.this.convention, DEFAULT_CONVENTION, () -> this.context,
						RemoteChatModel.this.observations)
				.parentObservation(parent)
				.start();
		}

		Context within(Context outer) {
			return RemoteChatModel.this.observations.isNoop() ? outer
					: outer.put(ObservationThreadLocalAccessor.KEY, this.observation);
		}

		void completed(ChatResponse whole) {
			this.context.setResponse(whole);
			closed();
			ended(null);
			RemoteChatModel.this.completions.accept(whole);
		}

		void failed(Throwable failure) {
			this.observation.error(failure);
			closed();
			if (failure instanceof RemoteEngineException remote) {
				ended(remote.reason());
			}
		}

		void closed() {
			if (this.closed.compareAndSet(false, true)) {
				this.observation.stop();
			}
		}

	}

}
