/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.governance.CallerResolver;
import dev.tacit.governance.ConversationTokens;
import dev.tacit.governance.FindingsListener;
import dev.tacit.governance.GovernedChatMemoryRepository;
import dev.tacit.governance.GovernedToolCallback;
import dev.tacit.governance.GovernedToolFailures;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts the governed memory, the governed tools and the governed failures of tools in the
 * place of the beans they decorate.
 */
final class MemoryAndToolGovernor implements BeanPostProcessor {

	private final ObjectProvider<ConversationTokens> tokens;

	private final ObjectProvider<CallerResolver> callers;

	private final FindingsListener findings;

	private final boolean memory;

	private final boolean tools;

	MemoryAndToolGovernor(ObjectProvider<ConversationTokens> tokens, ObjectProvider<CallerResolver> callers,
			FindingsListener findings, boolean memory, boolean tools) {
		this.tokens = tokens;
		this.callers = callers;
		this.findings = findings;
		this.memory = memory;
		this.tools = tools;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (this.memory && bean instanceof ChatMemoryRepository repository
				&& !(bean instanceof GovernedChatMemoryRepository)) {
			return new GovernedChatMemoryRepository(repository, this.tokens.getObject(), this.callers.getObject(),
					this.findings);
		}
		if (this.tools && bean instanceof ToolCallback tool && !(bean instanceof GovernedToolCallback)) {
			return new GovernedToolCallback(tool, this.tokens.getObject(), this.callers.getObject(), this.findings);
		}
		if (bean instanceof ToolExecutionExceptionProcessor processor && !(bean instanceof GovernedToolFailures)) {
			return new GovernedToolFailures(processor, this.tokens.getObject(), this.callers.getObject());
		}
		return bean;
	}

}
