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

/**
 * There is a remote engine if it has an address: a placeholder that is left empty gives
 * none.
 */
final class OnRemoteEngineCondition extends SpringBootCondition {

	static boolean configured(Environment environment) {
		return StringUtils.hasText(environment.getProperty("tacit.remote.base-url"));
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Remote engine");
		return configured(context.getEnvironment())
				? ConditionOutcome.match(message.because("tacit.remote.base-url is set"))
				: ConditionOutcome.noMatch(message.because("tacit.remote.base-url is not set"));
	}

}
