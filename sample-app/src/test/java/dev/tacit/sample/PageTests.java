/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;

/** A person in front of a page: a real browser, the demo model answering for real. */
abstract class PageTests extends RunningApplication {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	@TempDir
	private Path profile;

	private ChromeDriver browser;

	@BeforeEach
	void open() {
		boolean present = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
		if (!present) {
			System.err.println("*** Chromium and chromedriver are not in /usr/bin: the pages are NOT tested ***");
			assertThat(System.getenv("CI")).as("CI has to install chromium and chromium-driver").isNotEqualTo("true");
		}
		Assumptions.assumeTrue(present, "Chromium is not installed");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--window-size=1200,1000", "--user-data-dir=" + this.profile);
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		this.browser = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(), options);
		// As a window in front of somebody has it.
		this.browser.executeCdpCommand("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
	}

	@AfterEach
	void close() {
		if (this.browser != null) {
			this.browser.quit();
		}
	}

	final ChromeDriver browser() {
		return this.browser;
	}

	/** Logs in and waits until the page knows who is looking. */
	final void login(String user) {
		go("/");
		this.browser.findElement(By.name("username")).sendKeys(user);
		this.browser.findElement(By.name("password")).sendKeys(user);
		this.browser.findElement(By.cssSelector("button[type=submit]")).click();
		until("#who", user);
	}

	final void go(String path) {
		this.browser.get(address(path));
	}

	final WebElement find(String css) {
		return this.browser.findElement(By.cssSelector(css));
	}

	/** Waits for an element. */
	final WebElement await(String css) {
		return waiting().until((page) -> page.findElement(By.cssSelector(css)));
	}

	/** Waits for an element that shows a text. */
	final WebElement until(String css, String text) {
		return waiting().until((page) -> page.findElements(By.cssSelector(css))
			.stream()
			.filter((element) -> element.getText().contains(text))
			.findFirst()
			.orElse(null));
	}

	private WebDriverWait waiting() {
		return new WebDriverWait(this.browser, Duration.ofSeconds(60));
	}

	final void prefer(String scheme) {
		this.browser.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	final void screenshot(String name) throws IOException {
		Path folder = Files.createDirectories(Path.of("target", "screenshots"));
		Files.write(folder.resolve(name + ".png"), this.browser.getScreenshotAs(OutputType.BYTES));
	}

	/** A script that failed, or a thing the page's policy kept from loading. */
	final void nothingWentWrong() {
		assertThat(this.browser.manage().logs().get(LogType.BROWSER).getAll())
			.filteredOn((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.isEmpty();
	}

}
