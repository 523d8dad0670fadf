/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the sample application. */
@SpringBootApplication
public class SampleApplication {

	protected SampleApplication() {
	}

	public static void main(String[] arguments) {
		SpringApplication.run(SampleApplication.class, arguments);
	}

}
