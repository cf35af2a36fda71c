//! Names that Python defines without an import, in the versions 3.9 to 3.14.
//!
//! A name stands here when any of these versions has it. Whether a file binds it to something else is for the scopes to
//! say.

/// Names of the module `builtins`, those that `site` adds among them. Sorted.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "ArithmeticError", "AssertionError", "AttributeError", "BaseException", "BaseExceptionGroup",
    "BlockingIOError", "BrokenPipeError", "BufferError", "BytesWarning", "ChildProcessError",
    "ConnectionAbortedError", "ConnectionError", "ConnectionRefusedError", "ConnectionResetError",
    "DeprecationWarning", "EOFError", "Ellipsis", "EncodingWarning", "EnvironmentError", "Exception",
    "ExceptionGroup", "False", "FileExistsError", "FileNotFoundError", "FloatingPointError", "FutureWarning",
    "GeneratorExit", "IOError", "ImportError", "ImportWarning", "IndentationError", "IndexError",
    "InterruptedError", "IsADirectoryError", "KeyError", "KeyboardInterrupt", "LookupError", "MemoryError",
    "ModuleNotFoundError", "NameError", "None", "NotADirectoryError", "NotImplemented", "NotImplementedError",
    "OSError", "OverflowError", "PendingDeprecationWarning", "PermissionError", "ProcessLookupError",
    "PythonFinalizationError", "RecursionError", "ReferenceError", "ResourceWarning", "RuntimeError",
    "RuntimeWarning", "StopAsyncIteration", "StopIteration", "SyntaxError", "SyntaxWarning", "SystemError",
    "SystemExit", "TabError", "TimeoutError", "True", "TypeError", "UnboundLocalError", "UnicodeDecodeError",
    "UnicodeEncodeError", "UnicodeError", "UnicodeTranslateError", "UnicodeWarning", "UserWarning",
    "ValueError", "Warning", "WindowsError", "ZeroDivisionError", "__build_class__", "__debug__",
    "__import__", "abs", "aiter", "all", "anext", "any", "ascii", "bin", "bool", "breakpoint", "bytearray",
    "bytes", "callable", "chr", "classmethod", "compile", "complex", "copyright", "credits", "delattr",
    "dict", "dir", "divmod", "enumerate", "eval", "exec", "exit", "filter", "float", "format", "frozenset",
    "getattr", "globals", "hasattr", "hash", "help", "hex", "id", "input", "int", "isinstance", "issubclass",
    "iter", "len", "license", "list", "locals", "map", "max", "memoryview", "min", "next", "object", "oct",
    "open", "ord", "pow", "print", "property", "quit", "range", "repr", "reversed", "round", "set", "setattr",
    "slice", "sorted", "staticmethod", "str", "sum", "super", "tuple", "type", "vars", "zip",
];

/// Names that the import system sets in every module. Sorted.
#[rustfmt::skip]
const OF_MODULES: &[&str] = &[
    "__annotations__", "__builtins__", "__cached__", "__doc__", "__file__", "__loader__", "__name__",
    "__package__", "__path__", "__spec__",
];

/// True for functions, classes and constants of the module `builtins`, and for what `site` adds to it (`exit`).
pub fn is_builtin(name: &str) -> bool {
    NAMES.binary_search(&name).is_ok()
}

/// True for names that every module can see: the builtins, and what the import system sets (`__file__`).
pub fn is_everywhere(name: &str) -> bool {
    is_builtin(name) || OF_MODULES.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_hold_each_name_once() {
        for list in [NAMES, OF_MODULES] {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    #[test]
    fn names_of_every_version_are_known() {
        let versions =
            ["WindowsError", "aiter", "EncodingWarning", "ExceptionGroup", "PythonFinalizationError"];
        assert!(versions.iter().all(|name| is_builtin(name)));
        assert!(is_builtin("ArithmeticError") && is_builtin("zip") && is_builtin("exit"));
        assert!(!is_builtin("evil") && !is_builtin("reduce") && !is_builtin("unicode"));
    }

    #[test]
    fn what_a_module_has_is_no_builtin() {
        assert!(is_everywhere("__file__") && is_everywhere("str"));
        assert!(!is_builtin("__file__") && !is_everywhere("__all__"));
    }
}
