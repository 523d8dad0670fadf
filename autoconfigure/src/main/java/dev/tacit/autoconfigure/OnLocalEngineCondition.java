/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** There is an engine in this process unless only a remote one is configured. */
final class OnLocalEngineCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		ConditionMessage.Builder message = ConditionMessage.forCondition("Local engine");
		if (OnRemoteEngineCondition.configured(environment)
				&& !StringUtils.hasText(environment.getProperty("tacit.model.location"))) {
			return ConditionOutcome.noMatch(message.because("only a remote engine is configured"));
		}
		return ConditionOutcome.match(message.because("no remote engine stands in its place"));
	}

}
