/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditContent;
import dev.tacit.audit.AuditEntry;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.Phase;
import dev.tacit.audit.Receipt;
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

	private final AuditLedger ledger;

	private final Map<String, String> modelFacts;

	private final String requestId;

	private final Caller caller;

	private final ChatModel model;

	private final @Nullable String conversationId;

	private final Prompt prompt;

	private final OutboundPolicy outbound;

	private final FindingSummary summary;

	private final AtomicBoolean closed = new AtomicBoolean();

	GovernedExchange(AuditLedger ledger, Map<String, String> modelFacts, String requestId, Caller caller,
			ChatModel model, @Nullable String conversationId, Prompt prompt, OutboundPolicy outbound,
			FindingSummary summary) {
		this.ledger = ledger;
		this.modelFacts = modelFacts;
		this.requestId = requestId;
		this.caller = caller;
		this.model = model;
		this.conversationId = conversationId;
		this.prompt = prompt;
		this.outbound = outbound;
		this.summary = summary;
	}

	ChatModel model() {
		return this.model;
	}

	Prompt prompt() {
		return this.prompt;
	}

	OutboundPolicy outbound() {
		return this.outbound;
	}

	/** Law 1: nothing is decoded before this returned. */
	void recordIntent() {
		this.ledger.appendDurably(entry(Phase.INTENT, Map.of(), promptContent(this.prompt)));
	}

	static void recordDenial(AuditLedger ledger, Map<String, String> modelFacts, String requestId, Caller caller,
			@Nullable String conversationId, String reason) {
		Map<String, String> facts = new LinkedHashMap<>(modelFacts);
		facts.put("reason", reason);
		ledger.appendDurably(new AuditEntry(Phase.DENIED, requestId, null, actor(caller), conversationId, facts, null));
	}

	/** Law 1: the reply's last part is not released before this completed. */
	CompletableFuture<Receipt> recordCompletion(ChatResponse last) {
		this.closed.set(true);
		Map<String, String> facts = new LinkedHashMap<>();
		if (last.getResult() != null) {
			facts.put("finishReason", String.valueOf(last.getResult().getMetadata().getFinishReason()));
		}
		Usage usage = last.getMetadata().getUsage();
		facts.put("promptTokens", String.valueOf(usage.getPromptTokens()));
		facts.put("completionTokens", String.valueOf(usage.getCompletionTokens()));
		if (last.getMetadata().get("seed") instanceof Long seed) {
			facts.put("seed", seed.toString());
		}
		return this.ledger.append(entry(Phase.COMPLETED, facts, replyContent()));
	}

	/** The request failed; does nothing if it already has an outcome. */
	void recordFailure(Throwable failure) {
		if (this.closed.compareAndSet(false, true)) {
			this.outbound.abandon();
			Map<String, String> facts = new LinkedHashMap<>();
			facts.put("error", failure.getClass().getSimpleName());
			if (failure instanceof RemoteEngineException remote) {
				facts.put("reason", remote.reason().id());
			}
			this.ledger.appendDurably(entry(Phase.FAILED, facts, replyContent()));
		}
	}

	/** The caller went away; does nothing if there already is an outcome. */
	void recordCancellation() {
		if (this.closed.compareAndSet(false, true)) {
			this.outbound.abandon();
			this.ledger.appendDurably(entry(Phase.CANCELLED, Map.of(), replyContent()));
		}
	}

	/** The response with the id under which the ledger holds it. */
	ChatResponse identified(ChatResponse response) {
		return ChatResponse.builder()
			.from(response)
			.metadata(GovernanceMetadata.AUDIT_ID, this.requestId)
			.metadata(GovernanceMetadata.FINDINGS, this.summary.entries())
			.build();
	}

	private AuditEntry entry(Phase phase, Map<String, String> facts, AuditContent content) {
		Map<String, String> all = new LinkedHashMap<>(this.modelFacts);
		all.putAll(facts);
		all.put("findings", String.valueOf(this.summary.entries().size()));
		return new AuditEntry(phase, this.requestId, null, actor(this.caller), subject(), this.conversationId,
				AuditEntry.DEFAULT_RETENTION, all, content);
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
