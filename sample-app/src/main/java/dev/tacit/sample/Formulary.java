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

/** The hospital's list of medications. */
@Component
class Formulary {

	private final JdbcClient database;

	Formulary(JdbcClient database) {
		this.database = database;
	}

	@PreAuthorize("hasRole('CLINICIAN')")
	@Tool(name = "medication_lookup", description = "Looks up a medication by name.")
	String lookUp(@ToolParam(description = "the name") String name, ToolContext context) {
		return ToolCall.told(context, "medication_lookup", name,
				() -> this.database
					.sql("select strength_mg, form, daily_limit_mg from medication where lower(name) = lower(?)")
					.param(name.strip())
					.query((row, number) -> row.getInt("strength_mg") + " mg " + row.getString("form") + ", at most "
							+ row.getInt("daily_limit_mg") + " mg a day")
					.optional()
					.orElse("not in the formulary"));
	}

}
