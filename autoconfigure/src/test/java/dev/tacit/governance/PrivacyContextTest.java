/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** A batch job says on whose behalf it works. */
class PrivacyContextTest {

	private static final Caller NIGHTLY = new Caller("nightly", "batch", Set.of("ROLE_CLINICIAN"));

	private final CallerResolver resolver = new SecurityContextCallerResolver();

	@AfterEach
	void nobody() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void theWorkIsDoneForTheCallerAndNothingAfterIt() {
		assertThat(PrivacyContext.<Caller>call(NIGHTLY, this.resolver::current)).isEqualTo(NIGHTLY);
		assertThat(this.resolver.current()).isEqualTo(Caller.ANONYMOUS);
		assertThatIllegalStateException().isThrownBy(() -> PrivacyContext.call(NIGHTLY, () -> {
			throw new IllegalStateException("work that fails");
		}));
		assertThat(this.resolver.current()).isEqualTo(Caller.ANONYMOUS);
	}

	@Test
	void workInsideWorkGivesBackTheCallerOutside() {
		Caller inner = new Caller("one patient's", "batch", Set.of());
		PrivacyContext.call(NIGHTLY, () -> {
			assertThat(PrivacyContext.<Caller>call(inner, this.resolver::current)).isEqualTo(inner);
			assertThat(this.resolver.current()).isEqualTo(NIGHTLY);
			return true;
		});
	}

	@Test
	void whoIsAuthenticatedGoesBeforeIt() {
		SecurityContextHolder.getContext()
			.setAuthentication(UsernamePasswordAuthenticationToken.authenticated("anna", "",
					AuthorityUtils.createAuthorityList("ROLE_BILLING")));
		Caller caller = PrivacyContext.call(NIGHTLY, this.resolver::current);
		assertThat(caller.id()).isEqualTo("anna");
		assertThat(caller.authorities()).containsExactly("ROLE_BILLING");
	}

	@Test
	void anotherThreadIsToldNothing() {
		Caller elsewhere = PrivacyContext.call(NIGHTLY,
				() -> CompletableFuture.supplyAsync(this.resolver::current).join());
		assertThat(elsewhere).isEqualTo(Caller.ANONYMOUS);
	}

}
