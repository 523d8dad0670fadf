/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;

/** Accounts of patients and customers. */
@Component
class Accounts {

	private final JdbcClient database;

	Accounts(JdbcClient database) {
		this.database = database;
	}

	@PreAuthorize("hasRole('BILLING')")
	@Tool(name = "account_balance", description = "Returns the balance of an account.")
	String balance(@ToolParam(description = "the account") String account, ToolContext context) {
		return ToolCall.told(context, "account_balance", account, () -> this.database
			.sql("select balance, currency from account where number = upper(?)")
			.param(account.strip())
			.query((row, number) -> row.getBigDecimal("balance").toPlainString() + " " + row.getString("currency"))
			.optional()
			.orElse("no such account"));
	}

}
