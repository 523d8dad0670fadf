/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * T04, T05 and T06 in short: kills at random under eight writers, also while recovering.
 */
class HammerTest {

	private static final int KILLS = Integer.getInteger("tacit.hammer.kills", 2);

	@TempDir
	Path folder;

	@Test
	void t04NothingAcknowledgedIsLostOnH2() throws Exception {
		hammer("jdbc:h2:file:" + this.folder.resolve("ledger"));
	}

	@Test
	@ExtendWith(NeedsPostgres.class)
	void t04NothingAcknowledgedIsLostOnPostgres() throws Exception {
		hammer(NeedsPostgres.database().url());
	}

	private void hammer(String url) throws Exception {
		Path keys = this.folder.resolve("keys");
		LedgerHammer.Result result = LedgerHammer.hammer(AuditLedgerConfig.of(url, keys), KILLS, 8, 4);
		assertThat(result.sound()).as(result.toString()).isTrue();
		assertThat(result.acknowledged()).isPositive();
		VerificationReport report = LedgerFsck.run("--url", url, "--key-file", keys.toString(), "--anchor",
				keys + ".anchor");
		assertThat(report.valid()).as(report.sentence()).isTrue();
	}

}
