/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.governance.GovernedChatModel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Says at the start which chat models neither policy nor ledger know of, so that a bean
 * that was put in the place of the governed one is noticed, and whether there is a memory
 * that no policy reaches.
 */
final class UngovernedModels implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UngovernedModels.class);

	private final ConfigurableListableBeanFactory beans;

	private final boolean memories;

	/**
	 * Looks at an application's models and memories.
	 * @param memories whether memories are to be governed
	 */
	UngovernedModels(ConfigurableListableBeanFactory beans, boolean memories) {
		this.beans = beans;
		this.memories = memories;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.memories && this.beans.getBeanNamesForType(ChatMemory.class, false, false).length > 0
				&& this.beans.getBeanNamesForType(ChatMemoryRepository.class, false, false).length == 0) {
			logger
				.warn("A chat memory keeps its messages in a repository of its own, which no policy reaches. Make the "
						+ "ChatMemoryRepository a bean and build the memory on it.");
		}
		// What is lazy stays lazy.
		for (String name : this.beans.getBeanNamesForType(ChatModel.class, false, false)) {
			Object model = this.beans.getSingleton(name);
			if (model != null && !GovernedChatModel.class.isAssignableFrom(AopUtils.getTargetClass(model))) {
				logger.warn("The chat model '" + name + "' is not governed: what it is asked and answers is neither "
						+ "filtered nor recorded. Inject the governed model, or remove this one.");
			}
		}
	}

	/** The switch that was thrown, told once at each start. */
	static void warnOfOptOut() {
		logger.warn("tacit.governance.enabled=false: the chat model answers without privacy policy and without "
				+ "ledger. Nothing it is asked or answers is filtered or recorded.");
	}

}
