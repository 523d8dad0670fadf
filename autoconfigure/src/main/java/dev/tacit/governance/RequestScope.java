/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.Map;

import dev.tacit.privacy.KnownValues;
import dev.tacit.privacy.PrivacyScope;

/** What an application says about one request in its tool context. */
final class RequestScope {

	private RequestScope() {
	}

	/** A scope with the purpose and the known values of a tool context. */
	static PrivacyScope with(PrivacyScope scope, Map<String, Object> context) {
		PrivacyScope with = scope;
		if (context.get(GovernanceMetadata.PURPOSE) instanceof String purpose) {
			with = with.forPurpose(purpose);
		}
		if (context.get(GovernanceMetadata.KNOWN_VALUES) instanceof KnownValues known) {
			with = with.knowing(known);
		}
		return with;
	}

}
