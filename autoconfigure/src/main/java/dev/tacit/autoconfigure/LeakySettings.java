/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.sun.management.HotSpotDiagnosticMXBean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.autoconfigure.endpoint.PropertiesEndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySourcesPropertyResolver;
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

	/** Those of them that put it into observations, where it is taken out. */
	static final Set<String> OBSERVED = Set.of("spring.ai.chat.observations.log-prompt",
			"spring.ai.chat.observations.log-completion", "spring.ai.chat.client.observations.log-prompt",
			"spring.ai.chat.client.observations.log-completion", "spring.ai.tools.observations.include-content");

	private static final String HEAP_DUMP_ENDPOINT = "management.endpoint.heapdump.access";

	private static final String ACCESS = "org.springframework.boot.actuate.autoconfigure.endpoint.PropertiesEndpointAccessResolver";

	private static final String LOGGER_ADVISOR = "org.springframework.ai.chat.client.advisor.SimpleLoggerAdvisor";

	private static final String HEAP_DUMP = "HeapDumpOnOutOfMemoryError";

	private static final Log logger = LogFactory.getLog(LeakySettings.class);

	private final ConfigurableEnvironment environment;

	private final boolean strict;

	private final boolean observationsGoverned;

	LeakySettings(ConfigurableEnvironment environment, boolean strict, boolean observationsGoverned) {
		this.environment = environment;
		this.strict = strict;
		this.observationsGoverned = observationsGoverned;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> found = find();
		if (this.strict && !found.isEmpty()) {
			throw new LeakySettingsException(found);
		}
		found.forEach((setting) -> logger.warn(setting + warning(setting)));
	}

	private String warning(String setting) {
		return (this.observationsGoverned && OBSERVED.contains(setting))
				? " asks for text where no privacy policy reaches. It is taken out of observations, unless "
						+ "tacit.governance.govern-observations=false. tacit.governance.strict=true would refuse to start."
				: " puts text where no privacy policy reaches. tacit.governance.strict=true would refuse to start.";
	}

	private List<String> find() {
		List<String> found = new ArrayList<>();
		for (String setting : SWITCHES) {
			if (this.environment.getProperty(setting, Boolean.class, false)) {
				found.add(setting);
			}
		}
		if (ClassUtils.isPresent(ACCESS, null) && HeapDumpEndpoint.accessible(this.environment)) {
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

	/** Several properties open the endpoint; Boot knows which of them counts. */
	private static final class HeapDumpEndpoint {

		static boolean accessible(ConfigurableEnvironment environment) {
			PropertySourcesPropertyResolver properties = new PropertySourcesPropertyResolver(
					environment.getPropertySources());
			properties.setConversionService(new ApplicationConversionService());
			return new PropertiesEndpointAccessResolver(properties).accessFor(EndpointId.of("heapdump"),
					Access.NONE) != Access.NONE;
		}

	}

}
