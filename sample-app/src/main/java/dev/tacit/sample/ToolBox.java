/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.util.ArrayList;
import java.util.List;

import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Which tools the model may call on whose behalf. A tool that is not offered cannot be
 * called: neither a prompt nor the model can talk its way to it.
 */
@Component
class ToolBox {

	private final Calculator calculator;

	private final Formulary formulary;

	private final Accounts accounts;

	ToolBox(Calculator calculator, Formulary formulary, Accounts accounts) {
		this.calculator = calculator;
		this.formulary = formulary;
		this.accounts = accounts;
	}

	Object[] of(Authentication user) {
		List<Object> tools = new ArrayList<>(List.of(this.calculator));
		if (Page.holdsAny(user, "ROLE_CLINICIAN")) {
			tools.add(this.formulary);
		}
		if (Page.holdsAny(user, "ROLE_BILLING")) {
			tools.add(this.accounts);
		}
		return tools.toArray();
	}

}
