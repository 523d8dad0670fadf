/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditContent;
import dev.tacit.audit.AuditEntry;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.AuditReviews;
import dev.tacit.audit.KeyEncryption;
import dev.tacit.audit.LedgerOpenException;
import dev.tacit.audit.Phase;
import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import dev.tacit.observability.AuditLedgerEndpoint;
import dev.tacit.observability.AuditVerifyEndpoint;
import dev.tacit.observability.LedgerMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** The ledger as an application sees it: properties, endpoints, events, meters. */
class LedgerWiringTest {

	private static final Caller NOBODY = new Caller("nobody", "test", Set.of("ROLE_USER"));

	private static final Caller AUDITOR = new Caller("auditor", "test", Set.of("TACIT_AUDITOR"));

	private static final Caller REVIEWER = new Caller("reviewer", "test", Set.of("TACIT_AUDITOR", "TACIT_REASONING"));

	@TempDir
	Path folder;

	private final AtomicReference<Caller> caller = new AtomicReference<>(NOBODY);

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TacitAuditAutoConfiguration.class,
					TacitAuditMetricsAutoConfiguration.class, TacitEndpointAutoConfiguration.class))
			.withBean(CallerResolver.class, () -> this.caller::get)
			.withPropertyValues("tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"), "tacit.audit.append-timeout=10s",
					"management.endpoints.web.exposure.include=auditledger,auditverify");
	}

	private static void record(AuditLedger ledger) {
		ledger.appendDurably(new AuditEntry(Phase.COMPLETED, "r1", null, new Actor("anna", "test", Set.of()), null,
				Map.of(), new AuditContent(Map.of("answer", "yes", "reasoning", "because", "replay",
						Map.of("prompt", "17 23", "reply", "31337 4711")))));
	}

	@Test
	void t66OnlyAnAuditorReadsAndOnlyAReviewerSeesTraces() {
		runner().run((context) -> {
			AuditLedger ledger = context.getBean(AuditLedger.class);
			AuditLedgerEndpoint endpoint = context.getBean(AuditLedgerEndpoint.class);
			record(ledger);
			assertThat(endpoint.request("r1").getStatus()).isEqualTo(403);
			assertThat(endpoint.search(null, null, null, null, null, null, null).getStatus()).isEqualTo(403);
			this.caller.set(AUDITOR);
			assertThat(body(endpoint.request("r1"))).contains("answer=yes")
				.contains("anna")
				.doesNotContain("because", "31337");
			assertThat(body(endpoint.search(Phase.DENIED, "nobody", null, null, null, null, 10)))
				.contains("ledger-read");
			assertThat(endpoint.request("none").getStatus()).isEqualTo(404);
			this.caller.set(REVIEWER);
			assertThat(body(endpoint.request("r1"))).contains("reasoning=because", "31337");
			assertThat(ledger.reader(new Actor("test", "test", Set.of()))
				.search(new AuditQuery(null, Phase.READ, "auditor", null, null, null, null, Map.of(), Long.MAX_VALUE,
						10)))
				.hasSize(4);
			assertThat(context.getBean(AuditVerifyEndpoint.class).verify(null).valid()).isTrue();
			assertThat(context.getBean(AuditVerifyEndpoint.class).verify(true).valid()).isTrue();
		});
	}

	@Test
	void anAuditorRecordsWhatWasDecidedAboutAnAnswer() {
		runner().run((context) -> {
			AuditLedger ledger = context.getBean(AuditLedger.class);
			AuditLedgerEndpoint endpoint = context.getBean(AuditLedgerEndpoint.class);
			record(ledger);
			assertThat(endpoint.review("r1", AuditReviews.Decision.REJECTED, "wrong", null).getStatus()).isEqualTo(403);
			this.caller.set(AUDITOR);
			assertThat(endpoint.review("none", AuditReviews.Decision.APPROVED, null, null).getStatus()).isEqualTo(404);
			String recordId = String.valueOf(Objects
				.requireNonNull(endpoint.review("r1", AuditReviews.Decision.CORRECTED, "wrong", "no").getBody())
				.get("recordId"));
			AuditReader reader = ledger.reader(new Actor("test", "test", Set.of()));
			AuditRecord review = reader.search(AuditQuery.ofPhase(Phase.REVIEWED, 1)).get(0);
			assertThat(review.recordId()).isEqualTo(recordId);
			assertThat(review.parentId()).isEqualTo("r1");
			assertThat(reader.actor(review)).contains("auditor");
			assertThat(reader.content(review).orElseThrow().toString()).contains("comment=wrong", "corrected=no");
			ledger.custody().erase(new Actor("test", "test", Set.of()), "anna", "ticket", false);
			assertThat(endpoint.review("r1", AuditReviews.Decision.APPROVED, null, null).getStatus()).isEqualTo(409);
		});
	}

	private static String body(WebEndpointResponse<Map<String, Object>> response) {
		return Objects.requireNonNull(response.getBody()).toString();
	}

	@Test
	void aLedgerMayLieInTheApplicationsOwnDatabase() throws SQLException {
		String url = "jdbc:h2:file:" + this.folder.resolve("application");
		try (Connection application = DriverManager.getConnection(url, "tacit", "");
				Statement statement = application.createStatement()) {
			statement.execute("CREATE TABLE orders (id INT)");
			runner()
				.withPropertyValues("spring.datasource.url=" + url,
						"tacit.audit.datasource.url=${spring.datasource.url}")
				.run((context) -> {
					AuditLedger ledger = context.getBean(AuditLedger.class);
					record(ledger);
					assertThat(statement.executeUpdate("INSERT INTO orders SELECT 1 FROM tacit_audit_record"))
						.isPositive();
					assertThat(ledger.verify((checked) -> {
					}).valid()).isTrue();
				});
		}
	}

	@Test
	void eventsOfTheApplicationAreKeptAcrossARestart() {
		Instant start = Instant.now().minusSeconds(1);
		runner().run((context) -> context.getBean(AuditEventRepository.class)
			.add(new AuditEvent("anna", "AUTHENTICATION_FAILURE", Map.of("remote", "10.0.0.1"))));
		runner().run((context) -> {
			AuditEventRepository events = context.getBean(AuditEventRepository.class);
			assertThat(events.find("anna", start, "AUTHENTICATION_FAILURE")).singleElement().satisfies((event) -> {
				assertThat(event.getPrincipal()).isEqualTo("anna");
				assertThat(event.getData()).containsEntry("remote", "10.0.0.1");
			});
			assertThat(events.find("berta", start, null)).isEmpty();
			assertThat(events.find("anna", Instant.now(), null)).isEmpty();
		});
	}

	@Test
	void aGivenKeyOrABeanWrapsDataKeysAndOneOfThemOnly() {
		String key = Base64.getEncoder().encodeToString(new byte[32]);
		String given = "tacit.audit.key-encryption.key=" + key;
		runner().withPropertyValues(given).run((context) -> record(context.getBean(AuditLedger.class)));
		refused("tacit.engine.slots=1", "tacit.audit.key-encryption.key");
		refused("tacit.audit.key-encryption.key=c2hvcnQ=", "32 random bytes");
		KeyEncryption bean = KeyEncryption.withKeys(List.of(key));
		runner().withBean(KeyEncryption.class, () -> bean).run((context) -> {
			AuditReader reader = context.getBean(AuditLedger.class).reader(new Actor("test", "test", Set.of()));
			assertThat(reader.content(reader.search(AuditQuery.ofRequest("r1")).get(0))).isPresent();
		});
		runner().withBean(KeyEncryption.class, () -> bean)
			.withPropertyValues(given)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("A KeyEncryption bean"));
	}

	@Test
	void theHeadIsAMeter() {
		runner().withBean(SimpleMeterRegistry.class).run((context) -> {
			SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
			context.getBean(LedgerMeters.class).bindTo(registry);
			AuditLedger ledger = context.getBean(AuditLedger.class);
			record(ledger);
			assertThat(registry.get("tacit.audit.head").gauge().value()).isEqualTo(ledger.status().headSequence());
			assertThat(registry.get("tacit.audit.failures").tag("part", "append").functionCounter().count()).isZero();
		});
	}

	@Test
	void propertiesThatPromiseTooLittleAreRefusedWithASentence() {
		refused("tacit.audit.mode=best-effort", "tacit.audit.accept-gaps");
		refused("tacit.audit.retention.eu-high-risk=30d", "183 days");
		refused("tacit.audit.chain-id=not a name", "tacit.audit.chain-id");
		refused("tacit.audit.datasource.url=jdbc:h2:mem:ledger", "tacit.audit.datasource.url");
	}

	private void refused(String property, String wayOut) {
		runner().withPropertyValues(property).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(LedgerOpenException.class)
				.hasMessageContaining(wayOut);
		});
	}

}
