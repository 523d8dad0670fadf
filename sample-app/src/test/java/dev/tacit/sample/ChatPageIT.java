/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;

/** Chat, as those see it who may chat. */
class ChatPageIT extends PageTests {

	private static final String LONG = "Invoice: 12 gloves at 17.25 EUR, 7 masks at 31.5 EUR and 9 lamps at 42.99 EUR. "
			+ "What is the total?";

	private WebElement ask(String user, String question) {
		login(user);
		find("#message").sendKeys(question, Keys.ENTER);
		return await("article[data-done=true]");
	}

	@Test
	void aClinicianSeesTheTraceAndTheAnswer() throws IOException {
		WebElement article = ask("clinician", "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?");
		assertThat(article.findElement(By.className("answer")).getText()).contains("960 mg");
		WebElement details = article.findElement(By.tagName("details"));
		assertThat(details.getAttribute("open")).as("folds when the answer begins").isNull();
		details.findElement(By.tagName("summary")).click();
		assertThat(details.findElement(By.className("trace")).getText()).contains("64 * 15");
		assertThat(article.getText()).contains("tokens/s", "first token after", "recorded as", "No tool gave");
		assertThat(find(".note").getText()).contains("demonstration model trained on templates");
		screenshot("chat-clinician");
		nothingWentWrong();
	}

	@Test
	void theTraceIsOpenWhileTheModelThinks() {
		login("clinician");
		// In the page itself: on a fast machine the answer is there before a click from
		// outside arrives.
		browser().executeScript("""
				new MutationObserver((changes, observer) => {
					if (document.querySelector("article details[open] .trace:not(:empty)")) {
						observer.disconnect();
						document.getElementById("stop").click();
					}
				}).observe(document.getElementById("talk"), { childList: true, subtree: true });
				""");
		find("#message").sendKeys(LONG, Keys.ENTER);
		assertThat(await("article[data-stopped=true]").getText()).contains("stopped by you");
		assertThat(find("#send").isEnabled()).isTrue();
	}

	@Test
	void whatTheModelSawStandsBesideWhatWasTyped() throws IOException {
		WebElement article = ask("clinician",
				"Patient: Anna Weber weighs 64 kg. The order is 15 mg/kg. What is the total dose?");
		assertThat(article.findElement(By.cssSelector(".view.yours")).getText()).contains("Anna Weber",
				"person: pseudonymise");
		assertThat(article.findElement(By.cssSelector(".view.model")).getText()).contains("[[PERSON:")
			.doesNotContain("Anna Weber");
		article.findElement(By.tagName("summary")).click();
		screenshot("chat-seen");
	}

	@Test
	void billingSeesTheAnswerAndNoTrace() throws IOException {
		WebElement article = ask("billing", "Repeat: card 4111 1111 1111 1111");
		assertThat(article.findElements(By.tagName("details"))).isEmpty();
		assertThat(article.getText()).contains("not shown to your role");
		assertThat(article.findElement(By.cssSelector(".view.model")).getText()).contains("**** **** **** 1111",
				"payment card: mask");
		assertThat(article.findElement(By.className("answer")).getText()).doesNotContain("4111");
		prefer("dark");
		screenshot("chat-billing-dark");
		nothingWentWrong();
	}

	@Test
	void aToolCallIsShown() throws IOException {
		login("billing");
		find("#tools").click();
		find("#message").sendKeys("Use account_balance with account ACC-1002.", Keys.ENTER);
		WebElement article = await("article[data-done=true]");
		assertThat(article.findElement(By.className("calls")).getText())
			.contains("account_balance(ACC-1002) → 87.40 EUR");
		assertThat(article.getText()).doesNotContain("No tool gave");
		screenshot("chat-tool");
	}

}
