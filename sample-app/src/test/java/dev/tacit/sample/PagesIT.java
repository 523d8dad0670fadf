/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditContent;
import dev.tacit.audit.AuditEntry;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.Phase;
import dev.tacit.audit.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages for ledger, operations and policy, and who finds which. */
class PagesIT extends PageTests {

	private static final String DOSE = "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?";

	@Autowired
	private AuditLedger ledger;

	private void answered(String question) throws IOException, InterruptedException {
		assertThat(post("clinician", "/api/chat", "{\"message\":\"" + question + "\"}").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "clinician,Chat,/chat.html", "billing,Chat,/chat.html", "auditor,Ledger Policy,/ledger.html",
			"operator,Operations Policy,/operations.html" })
	void everybodyIsLedToTheirPagesAndShownNoOthers(String user, String titles, String first) {
		login(user);
		assertThat(browser().getCurrentUrl()).endsWith(first);
		assertThat(find("#pages").findElements(By.tagName("a"))).extracting(WebElement::getText)
			.containsExactlyElementsOf(List.of(titles.split(" ")));
		nothingWentWrong();
		find("#logout").click();
		await("input[name=username]");
	}

	@Test
	void theAuditorFindsVerifiesAndReadsADecision() throws Exception {
		answered(DOSE);
		login("auditor");
		WebElement row = await("#records tbody tr[data-sequence]");
		assertThat(row.getText()).contains("completed", "finish reason stop");
		find("#verify").click();
		assertThat(until("#verdict", "VALID").getText()).contains("records", "checkpoints");
		assertThat(find("#progress").getAttribute("value")).isEqualTo(find("#progress").getAttribute("max"));
		screenshot("ledger");
		row.findElement(By.tagName("a")).click();
		until("#parts", "What it answered");
		assertThat(find("main").getText()).contains("What the model was given", "64 * 15", "960 mg", "clinician");
		screenshot("decision");
		nothingWentWrong();
	}

	@Test
	void aLongVerificationShowsHowFarItIs() {
		List<CompletableFuture<Receipt>> recorded = new ArrayList<>();
		for (int i = 0; i < 1100; i++) {
			recorded.add(this.ledger
				.append(new AuditEntry(Phase.EVENT, "progress-" + i, null, new Actor("test", "test", Set.of()), null,
						Map.of("type", "progress"), new AuditContent(Map.of()))));
		}
		recorded.forEach(CompletableFuture::join);
		login("auditor");
		browser().executeScript("""
				window.shares = [];
				new MutationObserver(() => {
					const progress = document.getElementById("progress");
					window.shares.push(progress.value / progress.max);
				}).observe(document.getElementById("progress"), { attributes: true });
				""");
		find("#verify").click();
		until("#verdict", "VALID");
		List<?> shares = (List<?>) Objects.requireNonNull(browser().executeScript("return window.shares;"));
		assertThat(shares).extracting((share) -> ((Number) share).doubleValue())
			.anyMatch((share) -> share > 0 && share < 1)
			.isSorted()
			.endsWith(1.0);
	}

	@Test
	void aTamperedCopyIsFoundOutByItsRecord() throws Exception {
		answered("Hello");
		login("auditor");
		String sequence = await("#records tbody tr[data-sequence]").getAttribute("data-sequence");
		assertThat(find("#sequence").getAttribute("value")).isEqualTo(sequence);
		find("#tamper button").click();
		until("#tampered", "BROKEN at record " + sequence + ": RECORD_CHANGED");
		assertThat(find("tr.named").getAttribute("data-sequence")).isEqualTo(sequence);
		find("#verify").click();
		until("#verdict", "VALID");
		find("#export button").click();
		until("#exported", "evidence.zip");
		prefer("dark");
		screenshot("ledger-tampered-dark");
		nothingWentWrong();
	}

	@Test
	void theOperatorSeesThePlotsMove() throws Exception {
		login("operator");
		answered("Repeat: card 4111 1111 1111 1111");
		for (String plot : List.of("throughput", "sequences", "batch", "tokens", "first", "kv", "cache", "findings",
				"ledger")) {
			await("figure#" + plot + "[data-points='3']");
		}
		answered(DOSE);
		assertThat(find("#findings").getText()).contains("payment card");
		assertThat(until("#kv", "tokens").getText()).contains("used", "capacity");
		until("#throughput", "tokens/s");
		await("figure#ledger[data-points='6']");
		assertThat(find("#health").getText()).contains("engine: UP", "ledger: UP");
		screenshot("operations");
		prefer("dark");
		await("figure#ledger[data-points='7']");
		screenshot("operations-dark");
		nothingWentWrong();
	}

	@ParameterizedTest
	@CsvSource({ "auditor", "operator" })
	void thePolicyIsShownByRoleAndTried(String user) throws IOException {
		login(user);
		find("#pages").findElement(By.linkText("Policy")).sendKeys(Keys.ENTER);
		until("#policy tbody", "payment card");
		new Select(find("#role")).selectByVisibleText("BILLING");
		find("#dry button").click();
		assertThat(until("#outcome .model", "**** 1111").getText()).contains("payment card: mask", "[EMAIL]")
			.doesNotContain("Weber", "anna@example.org", "84920175");
		find("#filter").sendKeys("medical record");
		assertThat(find("#policy tbody").getText()).contains("medical record number").doesNotContain("payment card");
		find("#filter").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
		screenshot("policy-" + user);
		nothingWentWrong();
	}

}
