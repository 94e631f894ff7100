// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Incremental Merkle tree of depth 32 that costs only the levels in use
/// @notice A leaf for every uint32. An empty leaf is zero; the parent of `l` and `r` is keccak256(l, r), but zero when both are
/// zero, so an empty tree has root zero. Leaves are double-hashed by their types, so no inner node is a leaf.
///
/// Every index ever set lies below 2^height, so above that height the path to the root has empty subtrees to its right only:
/// none of it is stored, and a proof leaves those zeros out. The root is that of all 32 levels whatever the height, so a proof
/// of one height is no shorter tree's.
library StateTree {
    uint256 internal constant DEPTH = 32;

    /// @dev Node ids: one for the root, `2 id` and `2 id + 1` below `id`; the leaves begin here.
    uint256 private constant LEAVES = 1 << DEPTH;

    struct Tree {
        mapping(uint256 nodeId => bytes32) nodes;
        uint8 height;
    }

    /// @notice Sets a leaf and returns the new root.
    function set(Tree storage tree, uint32 index, bytes32 leaf) internal returns (bytes32) {
        uint256 height = _grow(tree, index);
        uint256 id = LEAVES | index;
        tree.nodes[id] = leaf;
        bytes32 node = leaf;
        for (uint256 level; level < height; level++) {
            bytes32 sibling = tree.nodes[id ^ 1];
            node = id & 1 == 0 ? _parent(node, sibling) : _parent(sibling, node);
            id >>= 1;
            tree.nodes[id] = node;
        }
        return _rootOver(node, height);
    }

    function root(Tree storage tree) internal view returns (bytes32) {
        uint256 height = tree.height;
        return _rootOver(tree.nodes[LEAVES >> height], height);
    }

    function leafAt(Tree storage tree, uint32 index) internal view returns (bytes32) {
        return tree.nodes[LEAVES | index];
    }

    /// @notice Siblings from the leaf upwards, as far as the tree has grown. Of a leaf beyond that there is no proof.
    function proof(Tree storage tree, uint32 index) internal view returns (bytes32[] memory siblings) {
        siblings = new bytes32[](tree.height);
        uint256 id = LEAVES | index;
        for (uint256 i; i < siblings.length; i++) {
            siblings[i] = tree.nodes[id ^ 1];
            id >>= 1;
        }
    }

    /// @notice Whether `leaf` stands at `index` under `root_`; siblings left out are zero. A zero leaf or root never does.
    function verify(bytes32 root_, uint32 index, bytes32 leaf, bytes32[] calldata siblings)
        internal
        pure
        returns (bool)
    {
        return root_ != 0 && leaf != 0 && _leadsTo(root_, index, leaf, siblings);
    }

    /// @notice Whether nothing stands at `index` under `root_`. An index beyond the tree's growth takes as many siblings as the
    /// index has bits; under an empty root none.
    function verifyEmpty(bytes32 root_, uint32 index, bytes32[] calldata siblings)
        internal
        pure
        returns (bool)
    {
        return root_ == 0 || _leadsTo(root_, index, 0, siblings);
    }

    /// @dev An empty node is zero and no other is, so a path from an empty leaf meets a root only where that leaf is empty.
    function _leadsTo(bytes32 root_, uint32 index, bytes32 node, bytes32[] calldata siblings)
        private
        pure
        returns (bool)
    {
        uint256 height = siblings.length;
        // Where siblings are left out the path runs on the left.
        if (height > DEPTH || index >> height != 0) return false;
        uint256 id = index;
        for (uint256 i; i < height; i++) {
            node = id & 1 == 0 ? _parent(node, siblings[i]) : _parent(siblings[i], node);
            id >>= 1;
        }
        return _rootOver(node, height) == root_;
    }

    /// @dev Makes room for an index. The old top becomes the left-most node of its level, and its parents below the new top
    /// become siblings of the path to the index.
    function _grow(Tree storage tree, uint32 index) private returns (uint256 height) {
        height = tree.height;
        if (index >> height == 0) return height;
        bytes32 node = tree.nodes[LEAVES >> height];
        while (index >> ++height != 0) {
            node = _parent(node, 0);
            tree.nodes[LEAVES >> height] = node;
        }
        tree.height = uint8(height);
    }

    /// @dev The root over a left-most node with nothing to its right.
    function _rootOver(bytes32 node, uint256 height) private pure returns (bytes32) {
        if (node == 0) return 0;
        assembly ("memory-safe") {
            mstore(0x20, 0)
            for {} lt(height, 32) { height := add(height, 1) } {
                mstore(0x00, node)
                node := keccak256(0x00, 0x40)
            }
        }
        return node;
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
