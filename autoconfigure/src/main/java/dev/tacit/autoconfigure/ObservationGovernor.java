/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.Set;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts a handler that does nothing in the place of those of Spring AI that write prompts,
 * replies or documents to the log: they are given the text itself, no filter can take it
 * from them.
 */
final class ObservationGovernor implements BeanPostProcessor {

	/** Present or not: named, so that none has to be. */
	private static final Set<String> WRITING = Set.of(
			"org.springframework.ai.chat.observation.ChatModelPromptContentObservationHandler",
			"org.springframework.ai.chat.observation.ChatModelCompletionObservationHandler",
			"org.springframework.ai.chat.client.observation.ChatClientPromptContentObservationHandler",
			"org.springframework.ai.chat.client.observation.ChatClientCompletionObservationHandler",
			"org.springframework.ai.image.observation.ImageModelPromptContentObservationHandler",
			"org.springframework.ai.vectorstore.observation.VectorStoreQueryResponseObservationHandler",
			"org.springframework.ai.observation.TracingAwareLoggingObservationHandler");

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		return (bean instanceof ObservationHandler<?> && WRITING.contains(bean.getClass().getName())) ? new Silence()
				: bean;
	}

	/** Handles nothing. */
	private static final class Silence implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return false;
		}

	}

}
