/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

/** The arrows of docs/architecture.md: they only ever point down. */
@AnalyzeClasses(packages = "dev.tacit.inference", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

	@ArchTest
	static final ArchRule arrowsPointDown = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.layer("json")
		.definedBy("dev.tacit.inference.json")
		.layer("model")
		.definedBy("dev.tacit.inference.model")
		.layer("compile")
		.definedBy("dev.tacit.inference.compile")
		.layer("text")
		.definedBy("dev.tacit.inference.text")
		.layer("sample")
		.definedBy("dev.tacit.inference.sample")
		.layer("decode")
		.definedBy("dev.tacit.inference.decode")
		.layer("face")
		.definedBy("dev.tacit.inference")
		.layer("bench")
		.definedBy("dev.tacit.inference.bench")
		.whereLayer("bench")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("face")
		.mayOnlyBeAccessedByLayers("bench")
		.whereLayer("decode")
		.mayOnlyBeAccessedByLayers("face", "bench")
		.whereLayer("sample")
		.mayOnlyBeAccessedByLayers("decode", "face", "bench")
		.whereLayer("text")
		.mayOnlyBeAccessedByLayers("face", "bench")
		.whereLayer("compile")
		.mayOnlyBeAccessedByLayers("decode", "face", "bench")
		.whereLayer("model")
		.mayOnlyBeAccessedByLayers("compile", "decode", "face", "bench")
		.because("a room that knows the ones above it cannot be changed alone");

	@ArchTest
	static final ArchRule theEngineKnowsNoSpring = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "io.micrometer..", "reactor..")
		.because("the engine runs on ONNX Runtime and the JDK alone");

	@ArchTest
	static final ArchRule theEngineOpensNoSocket = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.net..", "javax.net..")
		.because("law 3: at run time the library opens no socket");

}
