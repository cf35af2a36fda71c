//! The grammar's node kinds as an enum, so that lowering compares numbers, not strings.

use std::sync::LazyLock;

use tree_sitter::{Language, Node};

macro_rules! kinds {
    ($($variant:ident $name:literal)+) => {
        /// A node kind that lowering tells apart.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Kind { $($variant,)+ /// Anything else.
            Other }
        const NAMES: &[(&str, Kind)] = &[$(($name, Kind::$variant)),+];
    };
}
kinds! {
    AliasedImport "aliased_import" ArgumentList "argument_list" AsPattern "as_pattern" Assert "assert_statement"
    Assignment "assignment" Attribute "attribute" AugAssign "augmented_assignment" Await "await"
    Binary "binary_operator" Block "block" Boolean "boolean_operator" Break "break_statement" Call "call"
    CaseClause "case_clause" CasePattern "case_pattern" ClassDef "class_definition" ClassPattern "class_pattern"
    Comment "comment" Compare "comparison_operator" Concat "concatenated_string" Conditional "conditional_expression"
    Continue "continue_statement" Decorated "decorated_definition" Decorator "decorator"
    DefaultParam "default_parameter" Delete "delete_statement" DictPattern "dict_pattern" Dict "dictionary"
    DictComp "dictionary_comprehension" DictSplat "dictionary_splat" DictSplatPattern "dictionary_splat_pattern"
    DottedName "dotted_name" Elif "elif_clause" Ellipsis "ellipsis" Else "else_clause" Error "ERROR"
    EscapeInterpolation "escape_interpolation" EscapeSequence "escape_sequence" Except "except_clause"
    ExceptGroup "except_group_clause" ExpressionList "expression_list" ExpressionStmt "expression_statement"
    False "false" Finally "finally_clause" Float "float" For "for_statement" ForIn "for_in_clause"
    FunctionDef "function_definition" FutureImport "future_import_statement" Generator "generator_expression"
    GenericType "generic_type" Global "global_statement" Identifier "identifier" If "if_statement"
    IfClause "if_clause" Import "import_statement" ImportFrom "import_from_statement" ImportPrefix "import_prefix"
    Integer "integer" Interpolation "interpolation" Keyword "keyword_argument" KeywordPattern "keyword_pattern"
    KeywordSeparator "keyword_separator" Lambda "lambda" LineContinuation "line_continuation" List "list"
    ListComp "list_comprehension" ListPattern "list_pattern" ListSplat "list_splat"
    ListSplatPattern "list_splat_pattern" Match "match_statement" MemberType "member_type" Module "module"
    Named "named_expression" None "none" Nonlocal "nonlocal_statement" Not "not_operator" Pair "pair"
    Parenthesized "parenthesized_expression" ParenthesizedSplat "parenthesized_list_splat" Pass "pass_statement"
    PatternList "pattern_list" PositionalSeparator "positional_separator" Print "print_statement"
    Raise "raise_statement" RelativeImport "relative_import" Return "return_statement" Set "set"
    SetComp "set_comprehension" Slice "slice" SplatPattern "splat_pattern" String "string"
    StringContent "string_content" StringEnd "string_end" StringStart "string_start" Subscript "subscript"
    True "true" Try "try_statement" Tuple "tuple" TuplePattern "tuple_pattern" Type "type"
    TypeAlias "type_alias_statement" TypedDefault "typed_default_parameter" TypedParam "typed_parameter"
    Unary "unary_operator" UnionPattern "union_pattern" UnionType "union_type" While "while_statement"
    Wildcard "wildcard_import" With "with_statement" WithClause "with_clause" WithItem "with_item" Yield "yield"
    AsPatternTarget "as_pattern_target" ExecStatement "exec_statement" ComplexPattern "complex_pattern"
    TypeConversion "type_conversion" FormatSpecifier "format_specifier"
}

static TABLE: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let language: Language = tree_sitter_python::LANGUAGE.into();
    (0..language.node_kind_count())
        .map(|id| {
            let name = language.node_kind_for_id(id as u16).unwrap_or("");
            let named = language.node_kind_is_named(id as u16);
            NAMES.iter().find(|(known, _)| named && *known == name).map_or(Kind::Other, |(_, kind)| *kind)
        })
        .collect()
});

/// The kind of a node.
pub(super) fn kind(node: Node<'_>) -> Kind {
    if node.is_error() {
        return Kind::Error;
    }
    TABLE.get(node.kind_id() as usize).copied().unwrap_or(Kind::Other)
}

macro_rules! fields {
    ($($variant:ident $name:literal)+) => {
        /// A field of the grammar's nodes that lowering reads.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Field { $($variant),+ }
        const FIELDS: &[&str] = &[$($name),+];
    };
}
fields! {
    Alias "alias" Alternative "alternative" Argument "argument" Arguments "arguments" Attribute "attribute" Body "body" Cause "cause" Condition "condition" Consequence "consequence" Definition "definition" Expression "expression" FormatSpecifier "format_specifier" Function "function" Guard "guard" Key "key" Left "left" ModuleName "module_name" Name "name" Object "object" Operator "operator" Parameters "parameters" ReturnType "return_type" Right "right" Superclasses "superclasses" Type "type" TypeConversion "type_conversion" Value "value"
}

static FIELD_IDS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let language: Language = tree_sitter_python::LANGUAGE.into();
    let id = |name: &&str| language.field_id_for_name(name).map_or(0, std::num::NonZero::get);
    FIELDS.iter().map(id).collect()
});

/// The number of a field; looking its name up each time costs more than reading it.
pub(super) fn field(field: Field) -> u16 {
    FIELD_IDS[field as usize]
}
