/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/**
 * Explains several chat models where one is injected. Comes before Boot's general
 * analyzer, which does not know the property that chooses.
 */
@Order(0)
final class SeveralChatModelsFailureAnalyzer extends AbstractFailureAnalyzer<NoUniqueBeanDefinitionException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoUniqueBeanDefinitionException cause) {
		Class<?> wanted = cause.getBeanType();
		Collection<String> found = cause.getBeanNamesFound();
		if (wanted == null || !ChatModel.class.isAssignableFrom(wanted) || found == null
				|| !found.contains("tacitChatModel")) {
			return null;
		}
		return new FailureAnalysis(
				"One chat model is injected and several are configured: " + String.join(", ", List.copyOf(found)), """
						Set spring.ai.model.chat=tacit for the model of this process, or to the name of another \
						one. To use several, inject each by the name of its bean and build a ChatClient from it \
						with ChatClient.create.""", cause);
	}

}
