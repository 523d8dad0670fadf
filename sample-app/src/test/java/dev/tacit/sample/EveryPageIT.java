/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every page and everybody in front of it: no mouse is needed, the focus
 * is seen, and every text stands out from its background, by day and by night.
 */
class EveryPageIT extends PageTests {

	private static final String DOSE = "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?";

	/** Its trace is long enough to be seen growing on any machine. */
	private static final String INVOICE = "Invoice: 12 gloves at 17.25 EUR, 7 masks at 31.5 EUR and 9 lamps at 42.99 EUR. What is the total?";

	/** Most controls of a page, and some. */
	private static final int TABS = 80;

	private static final String CONTROLS = """
			return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
				.filter((e) => e.offsetParent !== null && !e.disabled && !e.dataset.reached)
				.map((e) => e.outerHTML.slice(0, 80));
			""";

	/** Marks where the focus is, and tells whether somebody sees it. */
	private static final String REACH = """
			const e = document.activeElement;
			if (e === document.body || e.dataset.reached) return "";
			e.dataset.reached = "yes";
			const style = getComputedStyle(e);
			const box = e.getBoundingClientRect();
			const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && box.width > 4 && box.height > 4;
			return seen ? "" : e.outerHTML.slice(0, 80);
			""";

	/** Texts whose contrast is below what WCAG 2 asks for at level AA. */
	private static final String FAINT = """
			const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
			const over = (color, under) => {
				context.fillStyle = `rgb(${under})`;
				context.fillRect(0, 0, 1, 1);
				context.fillStyle = color;
				context.fillRect(0, 0, 1, 1);
				return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
			};
			const background = (e) => e ? over(getComputedStyle(e).backgroundColor, background(e.parentElement))
				: matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
			const luminance = (rgb) => rgb.map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
				.reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
			const faint = [];
			let texts = 0;
			const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
			while (walker.nextNode()) {
				const e = walker.currentNode.parentElement;
				if (!walker.currentNode.data.trim() || e.offsetParent === null || e.closest(":disabled, option, script")) continue;
				texts++;
				const style = getComputedStyle(e);
				const under = background(e);
				const [a, b] = [luminance(over(style.color, under)), luminance(under)].sort((x, y) => y - x);
				const ratio = (a + 0.05) / (b + 0.05);
				const large = parseFloat(style.fontSize) >= 24 || parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700;
				if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${e.className || e.tagName}: ${walker.currentNode.data.trim().slice(0, 40)}`);
			}
			return { texts, faint };
			""";

	/** Opens a page as it is when somebody works with it. */
	private void work(String user, String path) throws Exception {
		assertThat(post("clinician", "/api/chat", "{\"message\":\"" + DOSE + "\"}").statusCode()).isEqualTo(200);
		login(user);
		go(path);
		switch (path) {
			case "/chat.html" -> {
				until("#who", user);
				find("#message").sendKeys("Repeat: card 4111 1111 1111 1111", Keys.ENTER);
				await("article[data-done=true]");
			}
			case "/ledger.html" -> {
				await("#records tbody tr[data-sequence]");
				find("#verify").click();
				until("#verdict", "VALID");
				find("#tamper button").click();
				until("#tampered", "BROKEN at record");
			}
			case "/operations.html" -> {
				await("figure#ledger[data-points='2']");
				until("#health", "ledger: UP");
			}
			default -> {
				until("#policy tbody", "payment card");
				find("#dry button").click();
				await("#outcome .model mark");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "clinician,/chat.html", "billing,/chat.html", "auditor,/ledger.html", "operator,/operations.html",
			"auditor,/policy.html", "operator,/policy.html" })
	void everyTextStandsOutByDayAndByNight(String user, String path) throws Exception {
		work(user, path);
		for (String scheme : List.of("light", "dark")) {
			prefer(scheme);
			Map<?, ?> found = (Map<?, ?>) browser().executeScript(FAINT);
			assertThat((Long) found.get("texts")).isGreaterThan(10);
			assertThat((List<?>) found.get("faint")).as("%s as %s, %s", path, user, scheme).isEmpty();
			screenshot(path.substring(1, path.indexOf('.')) + "-" + user + "-" + scheme);
		}
		nothingWentWrong();
	}

	@ParameterizedTest
	@CsvSource({ "clinician,/chat.html", "auditor,/ledger.html", "operator,/operations.html", "auditor,/policy.html" })
	void everyControlIsReachedByTabAndTheFocusIsSeen(String user, String path) throws Exception {
		work(user, path);
		browser().executeScript("document.activeElement.blur(); window.getSelection().removeAllRanges();");
		for (int i = 0; i < TABS; i++) {
			new Actions(browser()).sendKeys(Keys.TAB).perform();
			assertThat((String) browser().executeScript(REACH)).as("focused, and not seen").isEmpty();
		}
		assertThat((List<?>) browser().executeScript(CONTROLS)).as("not reached").isEmpty();
	}

	@Test
	void aQuestionIsAskedStoppedAndReadWithoutAMouse() {
		go("/");
		find("input[name=username]").sendKeys("clinician", Keys.TAB, "clinician", Keys.ENTER);
		until("#who", "clinician");
		await("#message:focus").sendKeys(DOSE, Keys.ENTER, Keys.ESCAPE);
		assertThat(await("article[data-stopped=true]").getText()).contains("stopped by you");
		await("#message:focus").sendKeys(DOSE, Keys.ENTER);
		WebElement article = await("article[data-done=true]");
		await("#message:focus").sendKeys(Keys.chord(Keys.SHIFT, Keys.TAB));
		WebElement summary = browser().switchTo().activeElement();
		assertThat(summary.getTagName()).isEqualTo("summary");
		summary.sendKeys(Keys.ENTER);
		assertThat(article.findElement(By.className("trace")).getText()).contains("64 * 15");
	}

	@Test
	void theAnswerIsSeenWhileItIsWritten() {
		login("clinician");
		browser().executeScript("""
				window.lengths = { trace: [], answer: [] };
				new MutationObserver(() => {
					for (const [part, seen] of Object.entries(window.lengths)) {
						const length = document.querySelector("article ." + part)?.textContent.length ?? 0;
						if (length > (seen.at(-1) ?? 0)) seen.push(length);
					}
				}).observe(document.getElementById("talk"), { childList: true, subtree: true, characterData: true });
				""");
		find("#message").sendKeys(INVOICE, Keys.ENTER);
		await("article[data-done=true]");
		Map<?, ?> lengths = (Map<?, ?>) browser().executeScript("return window.lengths;");
		assertThat((List<?>) lengths.get("trace")).as("lengths of the trace as it grew").hasSizeGreaterThan(3);
		// A sentence; a fast machine writes it between two frames.
		assertThat((List<?>) lengths.get("answer")).as("lengths of the answer as it grew").isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "clinician,/ledger.html", "billing,/operations.html", "auditor,/chat.html", "operator,/ledger.html",
			"billing,/policy.html" })
	void nobodyOpensAPageThatIsNotTheirsByItsAddress(String user, String path) {
		login(user);
		go(path);
		assertThat(browser().getPageSource()).contains("403").doesNotContain("<main");
	}

}
