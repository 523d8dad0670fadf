/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.tacit.chat.TacitReasoning;
import dev.tacit.governance.GovernanceMetadata;
import dev.tacit.privacy.Direction;
import dev.tacit.privacy.PolicyBlockedException;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyScope;
import jakarta.validation.Valid;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * The chat endpoints: a whole reply, and a stream of server-sent events.
 */
@RestController
class ChatController {

	private static final String WITHHELD = "withheld by the policy";

	private final ChatClient client;

	private final ToolBox tools;

	private final PrivacyFilter filter;

	private final ChatMemory memory;

	/** The memory is a bean, so what it keeps is governed. */
	ChatController(ChatClient.Builder client, ToolBox tools, PrivacyFilter filter, ChatMemoryRepository conversations) {
		this.client = client.build();
		this.tools = tools;
		this.filter = filter;
		this.memory = MessageWindowChatMemory.builder().chatMemoryRepository(conversations).maxMessages(8).build();
	}

	@PostMapping("/api/chat")
	ChatReply chat(@Valid @RequestBody ChatRequest request, Authentication user) {
		ChatResponse response = prompt(request, user, (call) -> {
		}).call().chatResponse();
		return ChatReply.of(Objects.requireNonNull(response));
	}

	@PostMapping(path = "/api/chat/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Object>> stream(@Valid @RequestBody ChatRequest request, Authentication user) {
		Sinks.Many<ServerSentEvent<Object>> toolCalls = Sinks.many().unicast().onBackpressureBuffer();
		AtomicReference<ChatResponse> last = new AtomicReference<>();
		AtomicBoolean seen = new AtomicBoolean();
		long start = System.nanoTime();
		Flux<ServerSentEvent<Object>> parts = prompt(request, user,
				(call) -> toolCalls.tryEmitNext(event("tool", visible(call, user))))
			.stream()
			.chatResponse()
			.concatMap((chunk) -> Flux.fromIterable(events(chunk, last, seen)))
			.doFinally((signal) -> toolCalls.tryEmitComplete());
		return Flux.merge(toolCalls.asFlux(), parts)
			.concatWith(Flux.defer(() -> Flux.just(done(last.get(), start))))
			.onErrorResume((failure) -> Flux.just(event("error", Problems.of(failure))));
	}

	private ChatClient.ChatClientRequestSpec prompt(ChatRequest request, Authentication user,
			Consumer<ToolCall> toolListener) {
		String id = (request.conversationId() != null) ? request.conversationId() : UUID.randomUUID().toString();
		// The user's name is part of the key: nobody continues somebody else's
		// conversation.
		String conversation = user.getName() + ":" + id;
		ChatClient.ChatClientRequestSpec prompt = this.client.prompt()
			.user((spec) -> spec.text("{message}").param("message", request.message()));
		if (request.conversationId() != null) {
			prompt.advisors(MessageChatMemoryAdvisor.builder(this.memory).build())
				.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation));
		}
		Map<String, Object> context = Map.of(GovernanceMetadata.CONVERSATION_ID, conversation, ToolCall.LISTENER,
				toolListener);
		return request.offersTools() ? prompt.tools(this.tools.of(user)).toolContext(context)
				: prompt.toolContext(context);
	}

	/** The database knows more than the policy lets this user see. */
	private ToolCall visible(ToolCall call, Authentication user) {
		Set<String> roles = user.getAuthorities()
			.stream()
			.map(GrantedAuthority::getAuthority)
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
		try {
			PrivacyScope scope = PrivacyScope.of(roles);
			return new ToolCall(call.name(), this.filter.apply(call.argument(), Direction.ANSWER, scope).text(),
					this.filter.apply(call.result(), Direction.ANSWER, scope).text());
		}
		catch (PolicyBlockedException ex) {
			return new ToolCall(call.name(), WITHHELD, WITHHELD);
		}
	}

	private static Iterable<ServerSentEvent<Object>> events(ChatResponse chunk, AtomicReference<ChatResponse> last,
			AtomicBoolean seen) {
		List<ServerSentEvent<Object>> events = new ArrayList<>();
		Map<String, Object> question = chunk.getMetadata().get(GovernanceMetadata.SEEN);
		if (question != null && seen.compareAndSet(false, true)) {
			events.add(event("seen", question));
		}
		TacitReasoning.delta(chunk).ifPresent((text) -> events.add(event("reasoning", Map.of("text", text))));
		if (chunk.getResult() != null) {
			String text = chunk.getResult().getOutput().getText();
			if (StringUtils.hasLength(text)) {
				events.add(event("answer", Map.of("text", text)));
			}
			if (StringUtils.hasText(chunk.getResult().getMetadata().getFinishReason())) {
				last.set(chunk);
			}
		}
		return events;
	}

	private static ServerSentEvent<Object> done(ChatResponse last, long start) {
		Map<String, Object> data = new LinkedHashMap<>();
		if (last != null) {
			ChatReply reply = ChatReply.of(last);
			data.put("usage", reply.usage());
			data.put("finishReason", reply.finishReason());
			data.put("auditId", reply.auditId());
			data.put("findings", reply.findings());
			Duration first = last.getMetadata().get("time-to-first-token");
			data.put("firstTokenMillis", (first != null) ? first.toMillis() : null);
			double seconds = (System.nanoTime() - start) / 1e9;
			data.put("tokensPerSecond", Math.round(reply.usage().written() / seconds));
		}
		return event("done", data);
	}

	private static ServerSentEvent<Object> event(String name, Object data) {
		return ServerSentEvent.builder(data).event(name).build();
	}

}
