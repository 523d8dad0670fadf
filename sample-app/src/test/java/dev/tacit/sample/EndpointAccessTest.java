/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may reach what. Everything the application maps is in the table, or the build
 * fails: a new endpoint has to say who may use it.
 */
class EndpointAccessTest extends RunningApplication {

	private static final List<String> USERS = List.of("anonymous", "clinician", "billing", "auditor", "operator");

	private static final String EVERYBODY = String.join(" ", USERS);

	private static final String USERS_WITH_NAME = "clinician billing auditor operator";

	private static final List<Row> TABLE = List.of(row("GET", "/", USERS_WITH_NAME),
			row("GET", "/api/me", USERS_WITH_NAME), row("POST", "/api/chat", "clinician billing"),
			row("POST", "/api/chat/stream", "clinician billing"), row("GET", "/api/ledger/verification", "auditor"),
			row("GET", "/api/ledger/export", "auditor"), row("POST", "/api/ledger/tampering", "auditor"),
			row("GET", "/chat.html", "clinician billing"), row("GET", "/ledger.html", "auditor"),
			row("GET", "/decision.html", "auditor"), row("GET", "/operations.html", "operator"),
			row("GET", "/policy.html", "auditor operator"), row("GET", "/style.css", USERS_WITH_NAME),
			row("GET", "/icon.svg", USERS_WITH_NAME), row("GET", "/js/page.js", USERS_WITH_NAME),
			row("GET", "/js/marks.js", USERS_WITH_NAME), row("GET", "/js/chat.js", USERS_WITH_NAME),
			row("GET", "/js/ledger.js", USERS_WITH_NAME), row("GET", "/js/decision.js", USERS_WITH_NAME),
			row("GET", "/js/operations.js", USERS_WITH_NAME), row("GET", "/js/policy.js", USERS_WITH_NAME),
			row("GET", "/webjars/uplot/dist/uPlot.esm.js", "operator"),
			row("GET", "/webjars/uplot/dist/uPlot.min.css", "operator"), row("GET", "/actuator/health", EVERYBODY),
			row("GET", "/actuator/health/**", EVERYBODY), row("GET", "/actuator", "operator"),
			row("GET", "/actuator/info", "operator"), row("GET", "/actuator/metrics", "operator"),
			row("GET", "/actuator/metrics/{requiredMetricName}", "operator"),
			row("GET", "/actuator/prometheus", "operator"), row("GET", "/actuator/auditverify", "auditor"),
			row("GET", "/actuator/auditledger", "auditor"), row("GET", "/actuator/auditledger/{requestId}", "auditor"),
			// Without a decision, so that nothing is reviewed.
			row("POST", "/actuator/auditledger/{requestId}", "auditor"), row("GET", "/actuator/tacit", "operator"),
			// Without what it shall do, so that nobody drains what other tests share.
			row("POST", "/actuator/tacit", "operator"), row("GET", "/actuator/tacitpolicy", "auditor operator"),
			row("POST", "/actuator/tacitpolicy", "auditor operator"), row("*", "/error", ""),
			row("GET", "/login", EVERYBODY), row("GET", "/default-ui.css", EVERYBODY), row("GET", "/no/such/page", ""),
			row("GET", "/actuator/env", ""), row("POST", "/actuator/shutdown", ""), row("GET", "/application.yml", ""));

	@Autowired
	private ApplicationContext context;

	@Autowired
	private ServletContext container;

	private static Row row(String method, String pattern, String users) {
		return new Row(method, pattern, users.isEmpty() ? Set.of() : Set.of(users.split(" ")));
	}

	@Test
	void everythingMappedIsInTheTable() throws IOException {
		Set<String> listed = new TreeSet<>();
		TABLE.forEach((row) -> listed.add(row.method() + " " + row.pattern()));
		Set<String> mapped = new TreeSet<>(staticFiles());
		this.context.getBeansOfType(RequestMappingInfoHandlerMapping.class)
			.values()
			.forEach(
					(mapping) -> mapping.getHandlerMethods().keySet().forEach((info) -> mapped.addAll(requests(info))));
		assertThat(mapped).hasSizeGreaterThan(20).isSubsetOf(listed);
	}

	/** Whatever else answers requests: none of it, but what serves files. */
	@Test
	void nothingIsMappedInAnotherWay() {
		Map<String, HandlerMapping> mappings = new HashMap<>(this.context.getBeansOfType(HandlerMapping.class));
		mappings.values().removeIf(RequestMappingInfoHandlerMapping.class::isInstance);
		Set<String> patterns = new TreeSet<>();
		for (Map.Entry<String, HandlerMapping> mapping : mappings.entrySet()) {
			if (mapping.getValue() instanceof RouterFunctionMapping routes) {
				assertThat(routes.getRouterFunction()).as(mapping.getKey()).isNull();
			}
			else {
				assertThat(mapping.getValue()).as(mapping.getKey()).isInstanceOf(AbstractUrlHandlerMapping.class);
				patterns.addAll(((AbstractUrlHandlerMapping) mapping.getValue()).getHandlerMap().keySet());
			}
		}
		assertThat(patterns).containsExactlyInAnyOrder("/**", "/webjars/**");
		assertThat(this.container.getServletRegistrations().values()).flatExtracting(ServletRegistration::getMappings)
			.containsOnly("/");
	}

	private static List<String> requests(RequestMappingInfo info) {
		List<String> requests = new ArrayList<>();
		for (String pattern : info.getPatternValues()) {
			if (info.getMethodsCondition().getMethods().isEmpty()) {
				requests.add("* " + pattern);
			}
			for (RequestMethod method : info.getMethodsCondition().getMethods()) {
				requests.add(method + " " + pattern);
			}
		}
		return requests;
	}

	private static List<String> staticFiles() throws IOException {
		List<String> files = new ArrayList<>();
		for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath:/static/**/*.*")) {
			String url = file.getURL().toString();
			files.add("GET " + url.substring(url.indexOf("/static/") + "/static".length()));
		}
		return files;
	}

	static Stream<Row> table() {
		return TABLE.stream();
	}

	@ParameterizedTest
	@MethodSource("table")
	void whoMayReachIt(Row row) throws Exception {
		Set<String> admitted = new TreeSet<>();
		for (String user : USERS) {
			HttpResponse<String> response = send(user, row.method().equals("*") ? "GET" : row.method(), row.path(),
					row.method().equals("POST") ? "{}" : "");
			boolean login = response.headers().firstValue("Location").orElse("").endsWith("/login");
			if (response.statusCode() != 401 && response.statusCode() != 403 && !login) {
				assertThat(response.statusCode()).as("%s as %s", row, user).isLessThan(500);
				admitted.add(user);
			}
		}
		assertThat(admitted).isEqualTo(new TreeSet<>(row.users()));
	}

	@Test
	void aPageLoadsNothingFromElsewhere() throws Exception {
		assertThat(get("clinician", "/chat.html").headers().firstValue("Content-Security-Policy"))
			.hasValueSatisfying((policy) -> assertThat(policy).contains("default-src 'none'", "script-src 'self';")
				.doesNotContain("unsafe"));
	}

	/**
	 * A request pattern.
	 *
	 * @param method its method, {@code *} for any
	 * @param pattern as it is mapped
	 * @param users who may send such a request
	 */
	record Row(String method, String pattern, Set<String> users) {

		String path() {
			return this.pattern.replace("{requiredMetricName}", "tacit.tokens")
				.replace("{requestId}", "none")
				.replace("**", "tacit");
		}

	}

}
