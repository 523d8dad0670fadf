/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditReader;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/** A model that says what it is told to, when it is told to. */
record ScriptedModel(Flux<ChatResponse> reply) implements ChatModel {

	@Override
	public ChatResponse call(Prompt prompt) {
		return Objects.requireNonNull(this.reply.blockLast());
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return this.reply;
	}

	static ChatResponse part(String text) {
		return new ChatResponse(List.of(new Generation(new AssistantMessage(text))));
	}

	static ChatResponse last(String text) {
		return new ChatResponse(List.of(new Generation(new AssistantMessage(text),
				ChatGenerationMetadata.builder().finishReason("stop").build())));
	}

	static String text(ChatResponse response) {
		return String.valueOf(Objects.requireNonNull(response.getResult()).getOutput().getText());
	}

	/** Does something when it is first asked whether this is the last part. */
	static ChatResponse asked(ChatResponse last, Runnable then) {
		Generation generation = Objects.requireNonNull(last.getResult());
		AtomicBoolean first = new AtomicBoolean(true);
		Object metadata = Proxy.newProxyInstance(ScriptedModel.class.getClassLoader(),
				new Class<?>[] { ChatGenerationMetadata.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("getFinishReason") && first.getAndSet(false)) {
						then.run();
					}
					try {
						return method.invoke(generation.getMetadata(), arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
		return new ChatResponse(List.of(new Generation(generation.getOutput(), (ChatGenerationMetadata) metadata)));
	}

	static AuditReader reader(AuditLedger ledger) {
		return ledger.reader(new Actor("auditor", "test", Set.of("TACIT_AUDITOR")));
	}

}
