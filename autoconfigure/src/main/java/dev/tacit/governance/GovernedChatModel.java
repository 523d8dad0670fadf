/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import dev.tacit.audit.AuditEntry;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.Receipt;
import dev.tacit.chat.UsageReport;
import dev.tacit.privacy.LeavingProcessException;
import dev.tacit.privacy.Direction;
import dev.tacit.privacy.PolicyBlockedException;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyScope;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.util.StringUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * Privacy and audit around any {@link ChatModel}. A request passes, in this order: the
 * quotas of its caller, and the inbound policy, which may refuse it; its intent, made
 * durable; the model; the outbound policy; its outcome, made durable before the last part
 * of the reply is released.
 * <p>
 * A request whose intent or outcome cannot be made durable fails, and so does one that
 * offers a tool with {@code returnDirect}. Thread-safe.
 */
public final class GovernedChatModel implements ChatModel {

	private final ChatModel delegate;

	private final EngineRouter router;

	private final PrivacyFilter filter;

	private final ConversationTokens tokens;

	private final AuditLedger ledger;

	private final CallerResolver callers;

	private final ReasoningVisibility visibility;

	private final FindingsListener findings;

	private final Supplier<Map<String, String>> modelFacts;

	private final Quotas quotas;

	private final RequestRetention retention;

	/**
	 * Decorates a chat model.
	 * @param delegate the model
	 * @param filter policy and detectors
	 * @param ledger receives the evidence
	 * @param callers says on whose behalf a request runs
	 * @param visibility who sees reasoning traces
	 * @param findings hears what the policy found
	 * @param modelFacts identity of model and policy, written into every record; never
	 * personal text
	 */
	public GovernedChatModel(ChatModel delegate, PrivacyFilter filter, AuditLedger ledger, CallerResolver callers,
			ReasoningVisibility visibility, FindingsListener findings, Map<String, String> modelFacts) {
		this(delegate, (caller, departure) -> new Route(delegate, Map.of()), filter, ledger, callers, visibility,
				findings, modelFacts);
	}

	/**
	 * Decorates whatever a router chooses: a model that tells callers apart because it
	 * takes turns between them, or one of several.
	 * @param delegate the model whose options are the defaults
	 * @param router chooses what answers a request
	 * @param filter policy and detectors
	 * @param ledger receives the evidence
	 * @param callers says on whose behalf a request runs
	 * @param visibility who sees reasoning traces
	 * @param findings hears what the policy found
	 * @param modelFacts identity of model and policy, written into every record; never
	 * personal text
	 */
	public GovernedChatModel(ChatModel delegate, EngineRouter router, PrivacyFilter filter, AuditLedger ledger,
			CallerResolver callers, ReasoningVisibility visibility, FindingsListener findings,
			Map<String, String> modelFacts) {
		this(delegate, router, new ConversationTokens(filter), ledger, callers, visibility, findings, fixed(modelFacts),
				Quotas.unlimited());
	}

	/**
	 * Decorates a chat model whose identity may not be known yet, for callers with
	 * quotas. Both are asked before a request is read, scanned or recorded; what they
	 * throw refuses it.
	 * @param delegate the model
	 * @param router chooses what answers a request
	 * @param tokens policy and detectors, and the tokens of conversations
	 * @param ledger receives the evidence
	 * @param callers says on whose behalf a request runs
	 * @param visibility who sees reasoning traces
	 * @param findings hears what the policy found
	 * @param modelFacts identity of model and policy, written into every record; never
	 * personal text
	 * @param quotas what each caller may use
	 */
	public GovernedChatModel(ChatModel delegate, EngineRouter router, ConversationTokens tokens, AuditLedger ledger,
			CallerResolver callers, ReasoningVisibility visibility, FindingsListener findings,
			Supplier<Map<String, String>> modelFacts, Quotas quotas) {
		this(delegate, router, tokens, ledger, callers, visibility, findings, modelFacts, quotas,
				RequestRetention.inDefaultClass());
	}

	/**
	 * Decorates a chat model as above, with a say in how long its records are kept.
	 * @param delegate the model
	 * @param router chooses what answers a request
	 * @param tokens policy and detectors, and the tokens of conversations
	 * @param ledger receives the evidence
	 * @param callers says on whose behalf a request runs
	 * @param visibility who sees reasoning traces
	 * @param findings hears what the policy found
	 * @param modelFacts identity of model and policy, written into every record; never
	 * personal text
	 * @param quotas what each caller may use
	 * @param retention which retention class a request's records belong to
	 */
	public GovernedChatModel(ChatModel delegate, EngineRouter router, ConversationTokens tokens, AuditLedger ledger,
			CallerResolver callers, ReasoningVisibility visibility, FindingsListener findings,
			Supplier<Map<String, String>> modelFacts, Quotas quotas, RequestRetention retention) {
		this.delegate = delegate;
		this.router = router;
		this.filter = tokens.filter();
		this.tokens = tokens;
		this.ledger = ledger;
		this.callers = callers;
		this.visibility = visibility;
		this.findings = findings;
		this.modelFacts = modelFacts;
		this.quotas = quotas;
		this.retention = retention;
	}

	private static Supplier<Map<String, String>> fixed(Map<String, String> facts) {
		Map<String, String> copy = Map.copyOf(facts);
		return () -> copy;
	}

	@Override
	public ChatOptions getOptions() {
		return this.delegate.getOptions();
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		try {
			return answer(prompt);
		}
		catch (RuntimeException ex) {
			noteRefusal(ex);
			throw ex;
		}
	}

	private void noteRefusal(Throwable failure) {
		Refusal refusal = Refusal.of(failure);
		if (refusal != null) {
			this.findings.refused(refusal);
		}
	}

	private ChatResponse answer(Prompt prompt) {
		GovernedExchange exchange = begin(prompt, this.callers.current());
		try {
			ChatResponse reply = exchange.model().call(exchange.prompt());
			exchange.report().used(reply.getMetadata().getUsage());
			exchange.received(reply);
			ChatResponse released = onlyOne(exchange.outbound().last(reply, false));
			durable(exchange.recordCompletion(reply));
			return exchange.identified(released);
		}
		catch (RuntimeException | Error ex) {
			exchange.recordFailure(ex);
			throw ex;
		}
	}

	/** What the ledger refused is told as the ledger told it. */
	private static void durable(CompletableFuture<Receipt> outcome) {
		try {
			outcome.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	private static ChatResponse onlyOne(List<ChatResponse> responses) {
		return responses.get(responses.size() - 1);
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		Caller assembledBy = this.callers.current();
		return Flux.deferContextual((context) -> {
			Caller subscribedBy = this.callers.current();
			Caller caller = subscribedBy.equals(Caller.ANONYMOUS) ? assembledBy : subscribedBy;
			return this.callers.subscriber(context)
				.defaultIfEmpty(caller)
				.flatMapMany((subscriber) -> stream(prompt, subscriber));
		});
	}

	private Flux<ChatResponse> stream(Prompt prompt, Caller caller) {
		// The ledger blocks for a commit, so a thread that may block waits for it.
		Beginning beginning = new Beginning();
		Mono<GovernedExchange> begun = Mono.fromCallable(() -> beginning.made(begin(prompt, caller)))
			.subscribeOn(Schedulers.boundedElastic())
			.doOnCancel(() -> blocking(beginning::cancel).onErrorComplete().subscribe());
		return Flux
			.usingWhen(begun, this::govern, (exchange) -> Mono.fromRunnable(exchange::end),
					(exchange, failure) -> blocking(() -> exchange.recordFailure(failure)),
					(exchange) -> blocking(exchange::recordCancellation))
			.doOnError(this::noteRefusal);
	}

	private static Mono<Void> blocking(Runnable work) {
		return Mono.<Void>fromRunnable(work).subscribeOn(Schedulers.boundedElastic());
	}

	private Flux<ChatResponse> govern(GovernedExchange exchange) {
		return exchange.model()
			.stream(exchange.prompt())
			.doOnNext(exchange::received)
			// An error that comes while the last part waits for the ledger comes after
			// it.
			.concatMapDelayError((chunk) -> part(exchange, chunk), false, Queues.XS_BUFFER_SIZE)
			.concatWith(Mono.defer(() -> exchange.closed() ? Mono.empty() : Mono.error(incomplete())))
			.contextWrite((context) -> context.put(UsageReport.KEY, exchange.report()));
	}

	/** What the policy held back of such a reply was not released. */
	private static IllegalStateException incomplete() {
		return new IllegalStateException(
				"The model ended its stream without a finish reason, so its reply is incomplete");
	}

	private static Flux<ChatResponse> part(GovernedExchange exchange, ChatResponse chunk) {
		if (exchange.closed()) {
			// The ledger holds the reply; what follows its last part is in no record.
			return Flux.empty();
		}
		return isLast(chunk) ? release(exchange, chunk)
				: Flux.fromIterable(exchange.outbound().chunk(chunk)).map(exchange::identified);
	}

	private static Flux<ChatResponse> release(GovernedExchange exchange, ChatResponse last) {
		List<ChatResponse> parts = exchange.outbound().last(last, true);
		return Mono.fromFuture(() -> exchange.recordCompletion(last))
			.onErrorComplete(CancellationException.class)
			.flatMapMany((receipt) -> Flux.fromIterable(parts).map(exchange::identified));
	}

	private static boolean isLast(ChatResponse chunk) {
		return chunk.getResult() != null && StringUtils.hasText(chunk.getResult().getMetadata().getFinishReason());
	}

	private GovernedExchange begin(Prompt prompt, Caller caller) {
		DirectTools.refuse(prompt.getOptions(), this.delegate.getOptions());
		Map<String, String> facts = this.modelFacts.get();
		QuotaPermit permit = this.quotas.admit(caller.id(), endsWithToolResults(prompt));
		try {
			return begin(prompt, caller, facts, permit);
		}
		catch (RuntimeException | Error ex) {
			permit.close();
			throw ex;
		}
	}

	private static boolean endsWithToolResults(Prompt prompt) {
		List<Message> messages = prompt.getInstructions();
		return !messages.isEmpty() && messages.get(messages.size() - 1) instanceof ToolResponseMessage;
	}

	private GovernedExchange begin(Prompt prompt, Caller caller, Map<String, String> facts, QuotaPermit permit) {
		String requestId = AuditEntry.newRequestId();
		String conversationId = conversationId(prompt);
		String retentionClass = this.retention.of(caller, prompt);
		PrivacyScope scope = scope(prompt, caller, conversationId, requestId);
		FindingSummary summary = new FindingSummary();
		MessagePolicy policy = new MessagePolicy(new TimedText(this.filter, scope, this.findings, summary), null,
				(result) -> this.tokens.passed().contains(result, Direction.TOOL_RESULT, scope));
		InboundPolicy inbound = new InboundPolicy(policy);
		Prompt filtered;
		Route route;
		try {
			filtered = inbound.apply(prompt);
			route = this.router.choose(caller,
					Departure.of(filtered, this.filter.policy().leavingProcess(), summary.changed()));
		}
		catch (PolicyBlockedException ex) {
			GovernedExchange.recordDenial(this.ledger, retentionClass, facts, requestId, caller, conversationId,
					(ex instanceof LeavingProcessException) ? "leaving-process" : "policy-blocked");
			throw ex;
		}
		OutboundPolicy outbound = new OutboundPolicy(policy, this.visibility.visibleTo(caller),
				(arguments) -> this.tokens.passed().add(arguments, Direction.TOOL_ARGUMENTS, scope));
		Map<String, String> all = new HashMap<>(facts);
		all.putAll(route.facts());
		GovernedExchange exchange = new GovernedExchange(this.ledger, retentionClass, all, requestId, caller,
				route.model(), conversationId, filtered, SeenQuestion.told(inbound.lastQuestion(), this.filter, scope),
				outbound, summary, permit);
		exchange.recordIntent();
		return exchange;
	}

	private PrivacyScope scope(Prompt prompt, Caller caller, @Nullable String conversationId, String requestId) {
		PrivacyScope scope = PrivacyScope.of(caller.authorities())
			.in(this.tokens.of(caller, conversationId, requestId));
		if (prompt.getOptions() instanceof ToolCallingChatOptions options && options.getToolContext() != null) {
			scope = RequestScope.with(scope, options.getToolContext());
		}
		return this.tokens.noted(caller, conversationId, scope);
	}

	private static @Nullable String conversationId(Prompt prompt) {
		if (prompt.getOptions() instanceof ToolCallingChatOptions options && options.getToolContext() != null
				&& options.getToolContext().get(GovernanceMetadata.CONVERSATION_ID) instanceof String id) {
			return id;
		}
		return null;
	}

}
