/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.test.context.support.WithMockUser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The tools, and their way through the governed model. */
class ToolsTest extends RunningApplication {

	@Autowired
	private Formulary formulary;

	@Autowired
	private Accounts accounts;

	@Test
	@WithMockUser(roles = { "CLINICIAN", "BILLING" })
	void toolsAnswerFromTheDatabase() {
		List<ToolCall> heard = new ArrayList<>();
		ToolContext context = new ToolContext(
				Map.of(ToolCall.LISTENER, (java.util.function.Consumer<ToolCall>) (call) -> heard.add(call)));
		assertThat(this.formulary.lookUp("Paracetamol", context)).isEqualTo("500 mg tablets, at most 4000 mg a day");
		assertThat(this.formulary.lookUp("' or 1=1 --", context)).isEqualTo("not in the formulary");
		assertThat(this.accounts.balance("acc-1002", context)).isEqualTo("87.40 EUR");
		assertThat(this.accounts.balance("ACC-1", context)).isEqualTo("no such account");
		assertThat(heard).extracting(ToolCall::name)
			.containsExactly("medication_lookup", "medication_lookup", "account_balance", "account_balance");
	}

	/** Whatever a model calls, and whoever put it up to it. */
	@Test
	@WithMockUser(roles = "BILLING")
	void aToolAsksForTheRoleItself() {
		ToolContext context = new ToolContext(Map.of());
		assertThat(this.accounts.balance("ACC-1002", context)).isEqualTo("87.40 EUR");
		assertThatExceptionOfType(AccessDeniedException.class)
			.isThrownBy(() -> this.formulary.lookUp("Paracetamol", context));
	}

	@Test
	void aMedicationIsLookedUpAndTheLedgerHoldsTheCall() throws Exception {
		loop("clinician", "Use medication_lookup with name paracetamol.", "medication_lookup");
	}

	@Test
	void aBalanceIsLookedUpAndTheLedgerHoldsTheCall() throws Exception {
		loop("billing", "Use account_balance with account ACC-1002.", "account_balance");
	}

	private void loop(String user, String question, String tool) throws Exception {
		String stream = post(user, "/api/chat/stream", "{\"tools\":true,\"message\":\"" + question + "\"}").body();
		assertThat(stream).contains("event:tool", "\"name\":\"" + tool + "\"", "event:answer", "event:done")
			.doesNotContain("event:error");
		String last = get("auditor", "/actuator/auditledger/" + find(stream, "\"auditId\":\"([^\"]+)\"")).body();
		// The second round's prompt holds the call of the first and what the tool said.
		assertThat(last).contains("\"phase\":\"INTENT\"", "\"phase\":\"COMPLETED\"",
				"\"toolCalls\":[{\"name\":\"" + tool + "\"", "\"results\":[{");
	}

	@Test
	void aToolOfAnotherRoleIsNotOffered() throws Exception {
		HttpResponse<String> reply = post("billing", "/api/chat",
				"{\"tools\":true,\"message\":\"Use medication_lookup with name paracetamol.\"}");
		String records = get("auditor", "/actuator/auditledger/" + find(reply.body(), "\"auditId\":\"([^\"]+)\""))
			.body();
		assertThat(records).contains("\"tools\":[\"calculate\",\"account_balance\"]").doesNotContain("4000 mg");
	}

	private static String find(String text, String pattern) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		assertThat(matcher.find()).as(pattern).isTrue();
		return matcher.group(1);
	}

}
