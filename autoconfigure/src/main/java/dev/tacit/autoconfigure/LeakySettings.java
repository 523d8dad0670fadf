/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.HotSpotDiagnosticMXBean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Looks, once the application is assembled, for settings of others that put prompts,
 * replies or memory where no policy reaches.
 */
final class LeakySettings implements SmartInitializingSingleton {

	/** Switches of Spring AI and Boot that are off unless somebody turned them on. */
	static final List<String> SWITCHES = List.of("spring.ai.chat.observations.log-prompt",
			"spring.ai.chat.observations.log-completion", "spring.ai.chat.observations.include-error-logging",
			"spring.ai.chat.client.observations.log-prompt", "spring.ai.chat.client.observations.log-completion",
			"spring.ai.tools.observations.include-content", "spring.h2.console.enabled");

	private static final String HEAP_DUMP_ENDPOINT = "management.endpoint.heapdump.access";

	private static final String LOGGER_ADVISOR = "org.springframework.ai.chat.client.advisor.SimpleLoggerAdvisor";

	private static final String HEAP_DUMP = "HeapDumpOnOutOfMemoryError";

	private static final Log logger = LogFactory.getLog(LeakySettings.class);

	private final Environment environment;

	private final boolean strict;

	LeakySettings(Environment environment, boolean strict) {
		this.environment = environment;
		this.strict = strict;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> found = find();
		if (this.strict && !found.isEmpty()) {
			throw new LeakySettingsException(found);
		}
		found.forEach((setting) -> logger.warn(setting
				+ " puts text where no privacy policy reaches. tacit.governance.strict=true would refuse to start."));
	}

	private List<String> find() {
		List<String> found = new ArrayList<>();
		for (String setting : SWITCHES) {
			if (this.environment.getProperty(setting, Boolean.class, false)) {
				found.add(setting);
			}
		}
		if (!this.environment.getProperty(HEAP_DUMP_ENDPOINT, "none").equalsIgnoreCase("none")) {
			found.add(HEAP_DUMP_ENDPOINT);
		}
		if (ClassUtils.isPresent(LOGGER_ADVISOR, null) && LogFactory.getLog(LOGGER_ADVISOR).isDebugEnabled()) {
			found.add("The log level DEBUG of " + LOGGER_ADVISOR);
		}
		HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
		if (machine != null && Boolean.parseBoolean(machine.getVMOption(HEAP_DUMP).getValue())) {
			found.add("-XX:+" + HEAP_DUMP);
		}
		return found;
	}

}
