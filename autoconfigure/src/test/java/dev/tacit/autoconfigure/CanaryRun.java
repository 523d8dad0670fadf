/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.Phase;
import dev.tacit.chat.TacitChatOptions;
import dev.tacit.chat.TacitReasoning;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.api.AdvisorChain;
import org.springframework.ai.chat.client.advisor.api.BaseAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.context.ApplicationContext;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Requests with a value of its own in every position where one may enter, ending in one
 * way, and what can be seen of them.
 */
@NullUnmarked
final class CanaryRun {

	private static final String DOSE = "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?";

	/** The policy blocks it. */
	private static final String FORBIDDEN = " MRN: 48213377";

	private final Outcome outcome;

	private final Canaries canaries;

	private final SideDoors doors;

	private final InMemoryChatMemoryRepository memory;

	private final Map<String, Position> positions = new HashMap<>();

	private final Set<Position> planted = EnumSet.noneOf(Position.class);

	CanaryRun(Outcome outcome, Canaries canaries, SideDoors doors, InMemoryChatMemoryRepository memory) {
		this.outcome = outcome;
		this.canaries = canaries;
		this.doors = doors;
		this.memory = memory;
	}

	/** How the requests of a run end. */
	enum Outcome {

		SUCCESS, FAILURE, CANCEL, DENY

	}

	/** Positions that held a value when a request was made. */
	Set<Position> planted() {
		return this.planted;
	}

	Position entrance(String canary) {
		return this.positions.get(canary);
	}

	void run(ApplicationContext context) {
		ChatModel model = context.getBean(ChatModel.class);
		ChatClient client = context.getBean(ChatClient.Builder.class).build();
		conversation(model);
		written(model);
		remembered(client, context.getBean(ChatMemoryRepository.class));
		failingTool(client);
		AuditLedger ledger = context.getBean(AuditLedger.class);
		lookIntoLedger(ledger);
		this.doors.look(Position.METRIC,
				((SimpleMeterRegistry) context.getBean(MeterRegistry.class)).getMetersAsString());
		this.doors.look(Position.TO_STRING, model.toString());
	}

	/** A mail address, which the policy redacts everywhere. */
	private String plant(Position position) {
		String mail = this.canaries.mail();
		this.positions.put(mail.substring(0, mail.indexOf('@')), position);
		this.planted.add(position);
		return mail;
	}

	/** What makes a request end as it should. */
	private String ending() {
		return switch (this.outcome) {
			case SUCCESS, CANCEL -> "";
			case FAILURE -> " word".repeat(3000);
			case DENY -> FORBIDDEN;
		};
	}

	private void conversation(ChatModel model) {
		List<Message> messages = new ArrayList<>();
		messages.add(new SystemMessage("Be precise. Write to " + plant(Position.SYSTEM_TEXT)));
		messages.add(new UserMessage("I am " + plant(Position.EARLIER_QUESTION)));
		messages.add(AssistantMessage.builder()
			.content("Hello " + plant(Position.EARLIER_ANSWER))
			.properties(Map.of(TacitReasoning.TRACE_KEY, "It is " + plant(Position.EARLIER_TRACE)))
			.toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", plant(Position.TOOL_NAME),
					"{\"expression\": \"" + plant(Position.TOOL_ARGUMENT) + "\"}")))
			.build());
		messages.add(ToolResponseMessage.builder()
			.responses(List
				.of(new ToolResponseMessage.ToolResponse("1", "calculate", "960 for " + plant(Position.TOOL_RESULT))))
			.build());
		messages.add(UserMessage.builder()
			.text(DOSE + " Answer " + plant(Position.USER_TEXT) + ending())
			.metadata(Map.of("source", plant(Position.MESSAGE_METADATA)))
			.build());
		both(model, new Prompt(messages));
	}

	private void both(ChatModel model, Prompt prompt) {
		if (this.outcome != Outcome.CANCEL) {
			this.doors.attempt(() -> look(model.call(prompt)));
		}
		Flux<ChatResponse> stream = model.stream(prompt).doOnNext(this::look);
		this.doors.attempt((this.outcome == Outcome.CANCEL) ? () -> stream.take(2).blockLast() : stream::blockLast);
	}

	/** The schema leaves the model no choice but to write the value. */
	private void written(ChatModel model) {
		String value = plant(Position.WRITTEN_BY_THE_MODEL) + ((this.outcome == Outcome.DENY) ? FORBIDDEN : "");
		TacitChatOptions options = TacitChatOptions.builder()
			.outputSchema("{\"const\": \"by " + value + " today\"}")
			.build();
		this.doors.look(Position.TO_STRING, options.toString());
		both(model, new Prompt(DOSE + ((this.outcome == Outcome.FAILURE) ? ending() : ""), options));
	}

	private void remembered(ChatClient client, ChatMemoryRepository governed) {
		ChatMemory kept = MessageWindowChatMemory.builder().chatMemoryRepository(governed).build();
		ChatClient.ChatClientRequestSpec request = client.prompt()
			.user("Greet " + plant(Position.MEMORY) + ending())
			.advisors(MessageChatMemoryAdvisor.builder(kept).build(), new Document("See " + plant(Position.ADVISOR)))
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "one"));
		Flux<ChatResponse> stream = request.stream().chatResponse().doOnNext(this::look);
		if (this.outcome == Outcome.CANCEL) {
			this.doors.attempt(() -> stream.take(1).blockLast());
		}
		else {
			this.doors.attempt(() -> look(request.call().chatResponse()));
			this.doors.attempt(stream::blockLast);
		}
		for (Message message : this.memory.findByConversationId("one")) {
			this.doors.look(Position.MEMORY, message.getText() + message.getMetadata());
		}
	}

	private void failingTool(ChatClient client) {
		CompletableFuture<Disposable> subscription = new CompletableFuture<>();
		String message = "No such patient: " + plant(Position.TOOL_EXCEPTION)
				+ ((this.outcome == Outcome.DENY) ? FORBIDDEN : "");
		this.planted.remove(Position.TOOL_EXCEPTION);
		Failing tool = new Failing(() -> {
			this.planted.add(Position.TOOL_EXCEPTION);
			if (this.outcome == Outcome.CANCEL) {
				subscription.join().dispose();
			}
			throw new IllegalStateException(message, new IllegalArgumentException("because of " + message));
		});
		ChatClient.ChatClientRequestSpec request = client.prompt().user(DOSE).tools(tool);
		if (this.outcome != Outcome.CANCEL) {
			this.doors.attempt(() -> look(request.call().chatResponse()));
			this.doors.attempt(() -> request.stream().chatResponse().doOnNext(this::look).blockLast());
			return;
		}
		CompletableFuture<Void> ended = new CompletableFuture<>();
		subscription.complete(request.stream()
			.chatResponse()
			.doOnNext(this::look)
			.doFinally((signal) -> ended.complete(null))
			.subscribe((chunk) -> {
			}, this.doors::lookInto));
		ended.join();
	}

	private void look(ChatResponse response) {
		AssistantMessage message = response.getResult().getOutput();
		this.doors.look(Position.REPLY, message.getText() + message.getToolCalls());
		TacitReasoning.delta(response).ifPresent((delta) -> this.doors.look(Position.TRACE, delta));
		TacitReasoning.of(response).ifPresent((trace) -> this.doors.look(Position.TRACE, trace));
		response.getMetadata()
			.entrySet()
			.forEach((entry) -> this.doors.look(Position.RESPONSE_METADATA, entry.getKey() + "=" + entry.getValue()));
		message.getMetadata().forEach((key, value) -> this.doors.look(Position.RESPONSE_METADATA, key + "=" + value));
		this.doors.look(Position.TO_STRING, response.toString());
	}

	/**
	 * What the model was given, and what a search shows, once every request has ended.
	 */
	private void lookIntoLedger(AuditLedger ledger) {
		AuditReader reader = ledger.reader(new Actor("auditor", "test", Set.of("TACIT_AUDITOR")));
		List<AuditRecord> intents = reader.search(AuditQuery.ofPhase(Phase.INTENT, 100));
		long deadline = System.nanoTime() + 60_000_000_000L;
		for (AuditRecord intent : intents) {
			while (reader.search(AuditQuery.ofRequest(intent.requestId())).size() < 2 && System.nanoTime() < deadline) {
				Thread.onSpinWait();
			}
		}
		for (AuditRecord record : reader.search(AuditQuery.newest(200))) {
			this.doors.look(Position.TO_STRING, record.toString());
			reader.content(record).ifPresent((content) -> this.doors.look(Position.MODEL_INPUT, content));
		}
	}

	/** Adds a document to the question, as retrieval does. */
	private static final class Document implements BaseAdvisor {

		private final String text;

		Document(String text) {
			this.text = text;
		}

		@Override
		public ChatClientRequest before(ChatClientRequest request, AdvisorChain chain) {
			return request.mutate()
				.prompt(request.prompt()
					.augmentUserMessage((user) -> user.mutate().text(user.getText() + "\n" + this.text).build()))
				.build();
		}

		@Override
		public ChatClientResponse after(ChatClientResponse response, AdvisorChain chain) {
			return response;
		}

		@Override
		public int getOrder() {
			return 0;
		}

	}

	/** A tool that the demo model knows how to call, and that fails. */
	static final class Failing {

		private final Runnable failure;

		Failing(Runnable failure) {
			this.failure = failure;
		}

		@Tool(description = "Calculates the value of an expression.")
		String calculate(String expression) {
			this.failure.run();
			return "never";
		}

	}

}
