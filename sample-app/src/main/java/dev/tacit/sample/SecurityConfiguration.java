/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Everything is denied unless a rule allows it, and tools ask for a role themselves. Four
 * users, whose password is their name: a demonstration, to be replaced by the
 * organisation's own directory.
 */
@EnableMethodSecurity
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	/** Nothing is loaded from elsewhere, and no script or style stands in a page. */
	private static final String PAGES = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http) throws Exception {
		PathPatternRequestMatcher.Builder path = PathPatternRequestMatcher.withDefaults();
		return http
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.requestMatchers(EndpointRequest.to("health"))
				.permitAll()
				.requestMatchers(EndpointRequest.to("auditledger", "auditverify"))
				.hasAuthority("TACIT_AUDITOR")
				.requestMatchers(EndpointRequest.to("tacitpolicy"))
				.hasAnyAuthority(Page.POLICY.authorities())
				.requestMatchers(EndpointRequest.toAnyEndpoint())
				.hasRole("OPERATOR")
				.requestMatchers("/api/chat", "/api/chat/stream", "/chat.html")
				.hasAnyAuthority(Page.CHAT.authorities())
				.requestMatchers("/api/ledger/**", "/ledger.html", "/decision.html")
				.hasAnyAuthority(Page.LEDGER.authorities())
				.requestMatchers("/operations.html", "/webjars/uplot/**")
				.hasAnyAuthority(Page.OPERATIONS.authorities())
				.requestMatchers("/policy.html")
				.hasAnyAuthority(Page.POLICY.authorities())
				.requestMatchers("/", "/api/me", "/js/*", "/style.css", "/icon.svg")
				.authenticated()
				.anyRequest()
				.denyAll())
			.formLogin(Customizer.withDefaults())
			.httpBasic(Customizer.withDefaults())
			.headers((headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives(PAGES)))
			.logout((logout) -> logout.logoutSuccessUrl("/login"))
			.exceptionHandling((exceptions) -> exceptions
				.defaultAuthenticationEntryPointFor(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED),
						path.matcher("/api/**"))
				.defaultAuthenticationEntryPointFor(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED),
						path.matcher("/actuator/**")))
			// A browser sends its session by itself and must prove the page's token; a
			// client that
			// sends a password with each request cannot be tricked that way.
			.csrf((csrf) -> csrf.spa()
				.ignoringRequestMatchers((request) -> request.getHeader(HttpHeaders.AUTHORIZATION) != null))
			.build();
	}

	@Bean
	PasswordEncoder passwordEncoder() {
		return PasswordEncoderFactories.createDelegatingPasswordEncoder();
	}

	@Bean
	UserDetailsService users(PasswordEncoder encoder) {
		return new InMemoryUserDetailsManager(user(encoder, "clinician", "ROLE_CLINICIAN", "TACIT_REASONING"),
				user(encoder, "billing", "ROLE_BILLING"),
				user(encoder, "auditor", "ROLE_AUDITOR", "TACIT_AUDITOR", "TACIT_REASONING"),
				user(encoder, "operator", "ROLE_OPERATOR"));
	}

	private static UserDetails user(PasswordEncoder encoder, String name, String... authorities) {
		return User.withUsername(name).password(encoder.encode(name)).authorities(authorities).build();
	}

}
