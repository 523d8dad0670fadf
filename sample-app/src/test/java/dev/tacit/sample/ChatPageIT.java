/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** A person in front of the page: a real browser, the demo model answering for real. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ChatPageIT {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	@TempDir
	static Path data;

	@TempDir
	Path profile;

	@LocalServerPort
	private int port;

	private ChromeDriver browser;

	@DynamicPropertySource
	static void data(DynamicPropertyRegistry properties) {
		properties.add("tacit.audit.datasource.url", () -> "jdbc:h2:file:" + data.resolve("ledger"));
		properties.add("tacit.audit.key-file", () -> data.resolve("keys").toString());
		properties.add("tacit.model.cache-directory", () -> data.resolve("cache").toString());
	}

	@BeforeEach
	void open() {
		boolean present = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
		if (!present) {
			System.err.println("*** Chromium and chromedriver are not in /usr/bin: the page is NOT tested ***");
			assertThat(System.getenv("CI")).as("CI has to install chromium and chromium-driver").isNotEqualTo("true");
		}
		Assumptions.assumeTrue(present, "Chromium is not installed");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--window-size=1000,900", "--user-data-dir=" + this.profile);
		this.browser = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(), options);
	}

	@AfterEach
	void close() {
		if (this.browser != null) {
			this.browser.quit();
		}
	}

	private WebElement ask(String user, String question) {
		this.browser.get("http://localhost:" + this.port + "/");
		this.browser.findElement(By.name("username")).sendKeys(user);
		this.browser.findElement(By.name("password")).sendKeys(user);
		this.browser.findElement(By.cssSelector("button[type=submit]")).click();
		waiting().until((page) -> page.findElement(By.id("who")).getText().contains(user));
		this.browser.findElement(By.id("message")).sendKeys(question);
		this.browser.findElement(By.id("send")).click();
		return waiting().until((page) -> page.findElement(By.cssSelector("article[data-done=true]")));
	}

	private WebDriverWait waiting() {
		return new WebDriverWait(this.browser, Duration.ofSeconds(60));
	}

	private void screenshot(String name) throws IOException {
		Path folder = Files.createDirectories(Path.of("target", "screenshots"));
		Files.write(folder.resolve(name), this.browser.getScreenshotAs(OutputType.BYTES));
	}

	@Test
	void aClinicianSeesTheTraceAndTheAnswer() throws IOException {
		WebElement article = ask("clinician", "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?");
		assertThat(article.findElement(By.className("answer")).getText()).contains("960 mg");
		WebElement details = article.findElement(By.tagName("details"));
		details.findElement(By.tagName("summary")).click();
		assertThat(details.findElement(By.className("trace")).getText()).contains("64 * 15");
		assertThat(article.getText()).contains("tokens/s", "recorded as", "computed by the model");
		screenshot("clinician.png");
	}

	@Test
	void billingSeesTheAnswerAndNoTrace() throws IOException {
		WebElement article = ask("billing", "Repeat: card 4111 1111 1111 1111");
		assertThat(article.findElement(By.className("trace")).getAttribute("textContent")).isEmpty();
		assertThat(article.getText()).contains("payment card: mask");
		assertThat(article.findElement(By.className("answer")).getText()).doesNotContain("4111");
		screenshot("billing.png");
	}

}
