// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Incremental Merkle tree of fixed depth 16 over 65,536 leaves
/// @notice An empty leaf is zero; the parent of `l` and `r` is keccak256(l, r), but zero when both are zero, so an empty tree
/// has root zero. Leaves are double-hashed by their types, so no inner node is a leaf.
library StateTree {
    uint256 internal constant DEPTH = 16;

    struct Tree {
        mapping(uint256 nodeId => bytes32) nodes;
    }

    /// @notice A leaf index beyond the tree.
    error IndexOutOfTree(uint32 index);

    /// @notice Sets a leaf and returns the new root.
    function set(Tree storage tree, uint32 index, bytes32 leaf) internal returns (bytes32 node) {
        if (index >= 1 << DEPTH) revert IndexOutOfTree(index);
        uint256 id = (1 << DEPTH) | index;
        tree.nodes[id] = node = leaf;
        while (id > 1) {
            bytes32 sibling = tree.nodes[id ^ 1];
            node = id & 1 == 0 ? _parent(node, sibling) : _parent(sibling, node);
            id >>= 1;
            tree.nodes[id] = node;
        }
    }

    function root(Tree storage tree) internal view returns (bytes32) {
        return tree.nodes[1];
    }

    function leafAt(Tree storage tree, uint32 index) internal view returns (bytes32) {
        return tree.nodes[(1 << DEPTH) | uint256(index)];
    }

    /// @notice Siblings from the leaf upwards.
    function proof(Tree storage tree, uint32 index) internal view returns (bytes32[] memory siblings) {
        siblings = new bytes32[](DEPTH);
        uint256 id = (1 << DEPTH) | uint256(index);
        for (uint256 i; i < DEPTH; i++) {
            siblings[i] = tree.nodes[id ^ 1];
            id >>= 1;
        }
    }

    /// @notice Whether `leaf` stands at `index` under `root_`. A zero leaf or root never does.
    function verify(bytes32 root_, uint32 index, bytes32 leaf, bytes32[] calldata siblings)
        internal
        pure
        returns (bool)
    {
        if (root_ == 0 || leaf == 0 || siblings.length != DEPTH || index >= 1 << DEPTH) return false;
        uint256 id = index;
        for (uint256 i; i < DEPTH; i++) {
            leaf = id & 1 == 0 ? _parent(leaf, siblings[i]) : _parent(siblings[i], leaf);
            id >>= 1;
        }
        return leaf == root_;
    }

    function _parent(bytes32 left, bytes32 right) private pure returns (bytes32 hash) {
        if (left == 0 && right == 0) return 0;
        assembly ("memory-safe") {
            mstore(0x00, left)
            mstore(0x20, right)
            hash := keccak256(0x00, 0x40)
        }
    }
}
