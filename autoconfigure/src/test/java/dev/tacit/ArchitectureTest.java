/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

/** The arrows of docs/architecture.md: they only ever point down. */
@AnalyzeClasses(packages = "dev.tacit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

	@ArchTest
	static final ArchRule arrowsPointDown = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.layer("privacy")
		.definedBy("dev.tacit.privacy..")
		.layer("audit")
		.definedBy("dev.tacit.audit..")
		.layer("chat")
		.definedBy("dev.tacit.chat..")
		.layer("remote")
		.definedBy("dev.tacit.remote..")
		.layer("governance")
		.definedBy("dev.tacit.governance..")
		.layer("observability")
		.definedBy("dev.tacit.observability..")
		.layer("autoconfigure")
		.definedBy("dev.tacit.autoconfigure..")
		.whereLayer("autoconfigure")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("observability")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("governance")
		.mayOnlyBeAccessedByLayers("observability", "autoconfigure")
		.whereLayer("chat")
		.mayOnlyBeAccessedByLayers("remote", "governance", "observability", "autoconfigure")
		.whereLayer("remote")
		.mayOnlyBeAccessedByLayers("governance", "observability", "autoconfigure")
		.whereLayer("audit")
		.mayOnlyBeAccessedByLayers("governance", "observability", "autoconfigure")
		.whereLayer("privacy")
		.mayOnlyBeAccessedByLayers("governance", "observability", "autoconfigure")
		.because("privacy and audit do not know each other; governance is the one room where they meet the model");

	@ArchTest
	static final ArchRule privacyAndAuditKnowNoFramework = noClasses().that()
		.resideInAnyPackage("dev.tacit.privacy..", "dev.tacit.audit..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "dev.tacit.inference", "dev.tacit.inference.decode..",
				"dev.tacit.inference.text..")
		.because("both stand on the JDK; of the engine the ledger uses the JSON writer only");

}
