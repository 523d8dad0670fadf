/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips, and says so, where no PostgreSQL is installed; in a continuous build its absence
 * is a failure.
 */
public final class NeedsPostgres implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (PostgresCluster.shared().isPresent()) {
			return ConditionEvaluationResult.enabled("PostgreSQL runs");
		}
		String missing = "PostgreSQL is not installed: no initdb under /usr/lib/postgresql";
		if (Boolean.parseBoolean(System.getenv("CI"))) {
			throw new IllegalStateException(missing);
		}
		System.err.println("SKIPPED " + context.getDisplayName() + ": " + missing);
		return ConditionEvaluationResult.disabled(missing);
	}

	/**
	 * A fresh database.
	 * @return where it is
	 */
	public static LedgerDatabase database() {
		PostgresCluster cluster = PostgresCluster.shared().orElseThrow();
		return new LedgerDatabase(cluster.createDatabase(), PostgresCluster.OWNER, "", true);
	}

}
