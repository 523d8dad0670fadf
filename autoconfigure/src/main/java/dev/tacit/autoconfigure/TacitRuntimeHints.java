/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * What a native image cannot see by itself: resources that are read by name, what ONNX
 * Runtime's native side makes and reads, and the reference to its environment that the
 * engine takes by reflection.
 */
final class TacitRuntimeHints implements RuntimeHintsRegistrar {

	/** Named in ONNX Runtime's JNI library, which has no metadata of its own. */
	private static final List<String> NATIVE_NAMES = List.of("MapInfo", "NodeInfo", "OnnxMap", "OnnxModelMetadata",
			"OnnxSequence", "OnnxSparseTensor", "OnnxTensor", "OnnxValue", "OrtException", "SequenceInfo",
			"TensorInfo");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources()
			.registerPattern("dev/tacit/audit/*.sql")
			.registerPattern("dev/tacit/privacy/*.txt")
			.registerPattern("com/google/i18n/phonenumbers/data/*")
			.registerPattern("ai/onnxruntime/native/"
					+ platform(System.getProperty("os.name"), System.getProperty("os.arch")) + "/*");
		ReflectionHints jni = hints.jni();
		jni.registerType(String.class);
		NATIVE_NAMES.forEach((name) -> jni.registerType(TypeReference.of("ai.onnxruntime." + name),
				MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS,
				MemberCategory.ACCESS_DECLARED_FIELDS));
		hints.reflection()
			.registerType(TypeReference.of("ai.onnxruntime.OnnxRuntime"), MemberCategory.ACCESS_DECLARED_FIELDS)
			.registerType(TypeReference.of("ai.onnxruntime.OrtEnvironment"), MemberCategory.INVOKE_DECLARED_METHODS);
	}

	/** An image runs where it was built; the libraries of other platforms stay out. */
	static String platform(String system, String architecture) {
		String os = system.toLowerCase(Locale.ROOT);
		String family = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
		boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
		return family + (arm ? "-aarch64" : "-x64");
	}

}
