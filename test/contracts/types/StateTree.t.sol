// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {StateTree} from "gimbal/crosschain/StateTree.sol";

contract StateTreeTest is Test {
    using StateTree for StateTree.Tree;

    StateTree.Tree private tree;
    StateTree.Tree private other;

    function test_anEmptyTreeHasRootZeroAndProvesNothing() public {
        assertEq(tree.root(), 0);
        assertFalse(this.verify(0, 0, 0, tree.proof(0)));
        tree.set(5, bytes32(uint256(1)));
        tree.set(5, 0);
        assertEq(tree.root(), 0);
    }

    function testFuzz_everyLeafIsProven(uint16[8] memory indices, bytes32[8] memory leaves) public {
        for (uint256 i; i < 8; i++) {
            assertEq(tree.set(indices[i], leaves[i]), tree.root());
        }
        for (uint256 i; i < 8; i++) {
            bytes32 leaf = tree.leafAt(indices[i]);
            assertEq(this.verify(tree.root(), indices[i], leaf, tree.proof(indices[i])), leaf != 0);
        }
    }

    function testFuzz_noOtherLeafIndexOrProofPasses(
        uint16 index,
        bytes32 leaf,
        bytes32 forged,
        uint16 elsewhere,
        uint8 level
    ) public {
        vm.assume(leaf != 0 && forged != leaf && elsewhere != index);
        tree.set(index, leaf);
        tree.set(elsewhere, keccak256(abi.encode(leaf)));
        bytes32[] memory proof = tree.proof(index);
        assertFalse(this.verify(tree.root(), index, forged, proof));
        assertFalse(this.verify(tree.root(), elsewhere, leaf, proof));
        assertFalse(this.verify(tree.root(), uint32(index) + (1 << 16), leaf, proof));
        proof[bound(level, 0, 15)] ^= bytes32(uint256(1));
        assertFalse(this.verify(tree.root(), index, leaf, proof));
        assertFalse(this.verify(tree.root(), index, leaf, new bytes32[](15)));
    }

    function testFuzz_theRootDependsOnTheLeavesNotOnTheirOrder(uint16 a, uint16 b, bytes32 x, bytes32 y)
        public
    {
        vm.assume(a != b);
        tree.set(a, keccak256("replaced"));
        tree.set(b, y);
        tree.set(a, x);
        other.set(a, x);
        other.set(b, y);
        assertEq(tree.root(), other.root());
    }

    function test_theRootIsThatOfItsDefinition() public {
        bytes32 node = keccak256("leaf");
        tree.set(2, node);
        for (uint256 level; level < 16; level++) {
            node = level == 1
                ? keccak256(abi.encode(bytes32(0), node))
                : keccak256(abi.encode(node, bytes32(0)));
        }
        assertEq(tree.root(), node);
    }

    function test_indicesBeyondTheTreeAreRefused() public {
        vm.expectRevert(abi.encodeWithSelector(StateTree.IndexOutOfTree.selector, 1 << 16));
        this.set(1 << 16, bytes32(uint256(1)));
    }

    function set(uint32 index, bytes32 leaf) external {
        tree.set(index, leaf);
    }

    function verify(bytes32 root, uint32 index, bytes32 leaf, bytes32[] calldata siblings)
        external
        pure
        returns (bool)
    {
        return StateTree.verify(root, index, leaf, siblings);
    }
}
