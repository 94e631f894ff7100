// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {StateTree} from "gimbal/crosschain/StateTree.sol";
import {SparseProof} from "../base/SparseProof.sol";

contract StateTreeTest is Test {
    using StateTree for StateTree.Tree;

    StateTree.Tree private tree;

    function verify(bytes32 root, uint32 index, bytes32 leaf, bytes32[] calldata proof)
        external
        pure
        returns (bool)
    {
        return StateTree.verify(root, index, leaf, proof);
    }

    function set(uint32 index) external returns (bytes32) {
        return tree.set(index, "leaf");
    }

    function test_anEmptyTreeHasRootZeroAndProvesNothing() public {
        assertEq(tree.root(), 0);
        assertFalse(this.verify(0, 0, 0, tree.proof(0)));
        tree.set(3, "leaf");
        assertEq(tree.set(3, 0), 0);
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_everyLeafIsProvenWhereItStands(uint32[8] memory indices, uint256 salt) public {
        for (uint256 i; i < 8; i++) {
            indices[i] %= uint32(1 << StateTree.DEPTH);
            tree.set(indices[i], keccak256(abi.encode(salt, indices[i])));
        }
        for (uint256 i; i < 8; i++) {
            bytes32 leaf = tree.leafAt(indices[i]);
            bytes32[] memory proof = tree.proof(indices[i]);
            assertEq(leaf, keccak256(abi.encode(salt, indices[i])));
            assertTrue(this.verify(tree.root(), indices[i], leaf, proof));
            assertFalse(this.verify(tree.root(), indices[i] ^ 1, leaf, proof));
            assertFalse(this.verify(tree.root(), indices[i], keccak256("other"), proof));
            proof[i] = ~proof[i];
            assertFalse(this.verify(tree.root(), indices[i], leaf, proof));
        }
    }

    /// forge-config: default.fuzz.runs = 32
    function testFuzz_theIncrementalTreeIsTheTreeOfItsLeaves(bytes32[11] memory leaves, uint32 index) public {
        bytes32[] memory list = new bytes32[](11);
        for (uint32 i; i < 11; i++) {
            // Written in another order than they stand, some of them twice.
            uint32 at = (i * 7) % 11;
            tree.set(at, ~leaves[at]);
            tree.set(at, leaves[at]);
            list[at] = leaves[at];
        }
        index %= 11;
        assertEq(SparseProof.root(list), tree.root());
        assertEq(SparseProof.prove(list, index), tree.proof(index));
    }

    function test_anIndexBeyondTheTreeIsRefused() public {
        uint32 beyond = uint32(1 << StateTree.DEPTH);
        vm.expectRevert(abi.encodeWithSelector(StateTree.IndexOutOfTree.selector, beyond));
        this.set(beyond);
        assertFalse(this.verify("root", beyond, "leaf", new bytes32[](StateTree.DEPTH)));
    }

    function test_aProofOfAnotherLengthIsRefused() public {
        tree.set(0, "leaf");
        assertFalse(this.verify(tree.root(), 0, "leaf", new bytes32[](StateTree.DEPTH - 1)));
    }
}
