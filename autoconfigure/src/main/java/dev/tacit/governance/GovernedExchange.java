/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditContent;
import dev.tacit.audit.AuditEntry;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditUnavailableException;
import dev.tacit.audit.Phase;
import dev.tacit.audit.Receipt;
import dev.tacit.chat.TacitChatModel;
import dev.tacit.chat.UsageReport;
import dev.tacit.remote.RemoteEngineException;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;

/**
 * The evidence of one request: its intent, and exactly one outcome. What the ledger holds
 * is what the policy let through: the prompt the model saw, the reply the caller may see,
 * and the whole trace.
 */
final class GovernedExchange {

	/** A cancelled generation ends within one step; this is long for one. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final AuditLedger ledger;

	private final String retention;

	private final Map<String, String> modelFacts;

	private final String requestId;

	private final Caller caller;

	private final ChatModel model;

	private final @Nullable String conversationId;

	private final Prompt prompt;

	private final @Nullable Map<String, Object> seen;

	private final OutboundPolicy outbound;

	private final FindingSummary summary;

	private final UsageReport report = new UsageReport();

	private final QuotaPermit permit;

	private final AtomicBoolean closed = new AtomicBoolean();

	GovernedExchange(AuditLedger ledger, String retention, Map<String, String> modelFacts, String requestId,
			Caller caller, ChatModel model, @Nullable String conversationId, Prompt prompt,
			@Nullable Map<String, Object> seen, OutboundPolicy outbound, FindingSummary summary, QuotaPermit permit) {
		this.ledger = ledger;
		this.retention = retention;
		this.modelFacts = modelFacts;
		this.requestId = requestId;
		this.caller = caller;
		this.model = model;
		this.conversationId = conversationId;
		this.prompt = prompt;
		this.seen = seen;
		this.outbound = outbound;
		this.summary = summary;
		this.permit = permit;
	}

	ChatModel model() {
		return (this.model instanceof TacitChatModel local) ? local.reportingTo(this.report) : this.model;
	}

	Prompt prompt() {
		return this.prompt;
	}

	UsageReport report() {
		return this.report;
	}

	OutboundPolicy outbound() {
		return this.outbound;
	}

	/** Law 1: nothing is decoded before this returned. */
	void recordIntent() {
		acknowledged(this.ledger.appendDurably(entry(Phase.INTENT, Map.of(), promptContent(this.prompt))));
	}

	/**
	 * A ledger that was replaced by something that only looks like one acknowledges
	 * nothing.
	 */
	private static <T> T acknowledged(@Nullable T receipt) {
		if (receipt == null) {
			throw new AuditUnavailableException("The ledger acknowledged nothing; it is no real one", null);
		}
		return receipt;
	}

	static void recordDenial(AuditLedger ledger, String retention, Map<String, String> modelFacts, String requestId,
			Caller caller, @Nullable String conversationId, String reason) {
		Map<String, String> facts = new LinkedHashMap<>(modelFacts);
		facts.put("reason", reason);
		acknowledged(ledger.appendDurably(new AuditEntry(Phase.DENIED, requestId, null, actor(caller), null,
				conversationId, retention, facts, null)));
	}

	/** Whether the request has its outcome, or is about to. */
	boolean closed() {
		return this.closed.get();
	}

	/**
	 * Law 1: the reply's last part is not released before this completed. Fails if the
	 * request has another outcome by now: its caller went away.
	 */
	CompletableFuture<Receipt> recordCompletion(ChatResponse last) {
		end();
		if (!this.closed.compareAndSet(false, true)) {
			return CompletableFuture.failedFuture(new CancellationException("The request already has an outcome"));
		}
		Map<String, String> facts = new LinkedHashMap<>();
		if (last.getResult() != null) {
			facts.put("finishReason", String.valueOf(last.getResult().getMetadata().getFinishReason()));
		}
		count(facts, last.getMetadata().getUsage());
		if (last.getMetadata().get("seed") instanceof Long seed) {
			facts.put("seed", seed.toString());
		}
		return acknowledged(this.ledger.append(entry(Phase.COMPLETED, facts, replayable(replyContent()))));
	}

	private static void count(Map<String, String> facts, Usage usage) {
		facts.put("promptTokens", String.valueOf(usage.getPromptTokens()));
		facts.put("completionTokens", String.valueOf(usage.getCompletionTokens()));
	}

	/** Something of the reply arrived. */
	void received(ChatResponse part) {
		this.permit.received(part);
	}

	/** Frees the caller's place, and counts what the request used. Idempotent. */
	void end() {
		this.permit.close();
	}

	/** The request failed; does nothing if it already has an outcome. */
	void recordFailure(Throwable failure) {
		this.permit.leave();
		if (this.closed.compareAndSet(false, true)) {
			Map<String, String> facts = new LinkedHashMap<>();
			facts.put("error", failure.getClass().getSimpleName());
			if (failure instanceof RemoteEngineException remote) {
				facts.put("reason", remote.reason().id());
			}
			breakOff(facts);
			this.ledger.appendDurably(entry(Phase.FAILED, facts, replyContent()));
		}
	}

	/** The caller went away; does nothing if there already is an outcome. */
	void recordCancellation() {
		this.permit.leave();
		if (this.closed.compareAndSet(false, true)) {
			Map<String, String> facts = new LinkedHashMap<>();
			breakOff(facts);
			this.ledger.appendDurably(entry(Phase.CANCELLED, facts, replyContent()));
		}
	}

	/** What a reply cost that nobody reads to its end, its model alone can tell. */
	private void breakOff(Map<String, String> facts) {
		try {
			this.outbound.abandon();
			this.report.await(PATIENCE).ifPresent((usage) -> {
				count(facts, usage);
				this.permit.used(usage);
			});
		}
		finally {
			end();
		}
	}

	/**
	 * The response with the id under which the ledger holds it, and what the model saw as
	 * far as the caller may.
	 */
	ChatResponse identified(ChatResponse response) {
		ChatResponse.Builder identified = ChatResponse.builder()
			.from(response)
			.metadata(GovernanceMetadata.AUDIT_ID, this.requestId)
			.metadata(GovernanceMetadata.FINDINGS, this.summary.entries());
		if (this.seen != null) {
			identified.metadata(GovernanceMetadata.SEEN, this.seen);
		}
		return identified.build();
	}

	private AuditEntry entry(Phase phase, Map<String, String> facts, AuditContent content) {
		Map<String, String> all = new LinkedHashMap<>(this.modelFacts);
		all.putAll(facts);
		all.put("findings", String.valueOf(this.summary.entries().size()));
		if (this.summary.unresolved() > 0) {
			all.put("unresolvedTokens", String.valueOf(this.summary.unresolved()));
		}
		return new AuditEntry(phase, this.requestId, null, actor(this.caller), subject(), this.conversationId,
				this.retention, all, RecordingLevel.kept(all, phase, content));
	}

	private @Nullable String subject() {
		return (this.prompt.getOptions() instanceof ToolCallingChatOptions options && options.getToolContext() != null
				&& options.getToolContext().get(GovernanceMetadata.SUBJECT_ID) instanceof String id) ? id : null;
	}

	private static Actor actor(Caller caller) {
		return new Actor(caller.id(), caller.authenticationType(), caller.authorities());
	}

	private static AuditContent promptContent(Prompt prompt) {
		Map<String, Object> content = new LinkedHashMap<>();
		List<Object> messages = new ArrayList<>();
		for (Message message : prompt.getInstructions()) {
			messages.add(message(message));
		}
		content.put("messages", messages);
		if (prompt.getOptions() instanceof ToolCallingChatOptions options && options.getToolCallbacks() != null) {
			List<Object> tools = new ArrayList<>();
			for (ToolCallback callback : options.getToolCallbacks()) {
				tools.add(callback.getToolDefinition().name());
			}
			content.put("tools", tools);
		}
		return new AuditContent(content);
	}

	private static Map<String, Object> message(Message message) {
		Map<String, Object> recorded = new LinkedHashMap<>();
		recorded.put("role", message.getMessageType().getValue());
		if (message instanceof ToolResponseMessage responses) {
			List<Object> results = new ArrayList<>();
			responses.getResponses()
				.forEach((item) -> results.add(Map.of("name", item.name(), "result", item.responseData())));
			recorded.put("results", results);
			return recorded;
		}
		recorded.put("text", (message.getText() != null) ? message.getText() : "");
		if (message instanceof AssistantMessage assistant && assistant.hasToolCalls()) {
			recorded.put("toolCalls", toolCalls(assistant.getToolCalls()));
		}
		return recorded;
	}

	private AuditContent replyContent() {
		Map<String, Object> content = new LinkedHashMap<>();
		content.put("reasoning", this.outbound.reasoning());
		content.put("answer", this.outbound.answer());
		content.put("toolCalls", toolCalls(this.outbound.toolCalls()));
		content.put("findings", new ArrayList<Object>(this.summary.entries()));
		return new AuditContent(content);
	}

	/** With what holding the reply against the model takes. */
	private AuditContent replayable(AuditContent reply) {
		Map<String, Object> content = new LinkedHashMap<>(reply.values());
		ReplayMaterial.of(this.report, this.outbound).ifPresent((tokens) -> content.put(ReplayMaterial.KEY, tokens));
		return new AuditContent(content);
	}

	private static List<Object> toolCalls(List<AssistantMessage.ToolCall> calls) {
		List<Object> recorded = new ArrayList<>();
		for (AssistantMessage.ToolCall call : calls) {
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("name", call.name());
			entry.put("arguments", call.arguments());
			recorded.add(entry);
		}
		return recorded;
	}

}
