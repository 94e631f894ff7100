// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {StateTree} from "gimbal/crosschain/StateTree.sol";
import {SparseProof} from "../base/SparseProof.sol";

contract StateTreeTest is Test {
    using StateTree for StateTree.Tree;

    StateTree.Tree private tree;
    StateTree.Tree private other;

    function verify(bytes32 root, uint32 index, bytes32 leaf, bytes32[] calldata proof)
        external
        pure
        returns (bool)
    {
        return StateTree.verify(root, index, leaf, proof);
    }

    function verifyEmpty(bytes32 root, uint32 index, bytes32[] calldata proof) external pure returns (bool) {
        return StateTree.verifyEmpty(root, index, proof);
    }

    /// @dev The path to the root of all 32 levels, beyond what the tree has grown to.
    function _fullProof(uint32 index) private view returns (bytes32[] memory proof) {
        bytes32[] memory grown = tree.proof(index);
        proof = new bytes32[](32);
        for (uint256 i; i < grown.length; i++) {
            proof[i] = grown[i];
        }
        // An index beyond the growth meets the old tree as a sibling on its left.
        for (uint256 i = grown.length; i < 32; i++) {
            if (index >> i != 1) continue;
            proof[i] = tree.nodes[(1 << 32) >> grown.length];
            for (uint256 up = grown.length; up < i; up++) {
                proof[i] = keccak256(abi.encode(proof[i], bytes32(0)));
            }
        }
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_anIndexIsEmptyIfAndOnlyIfNoLeafStandsThere(
        uint32[8] memory indices,
        uint8 height,
        uint32 asked,
        uint8 range
    ) public {
        for (uint256 i; i < 8; i++) {
            indices[i] = _below(indices[i], height);
            tree.set(indices[i], keccak256(abi.encode(indices[i])));
        }
        for (uint256 i; i < 8; i++) {
            assertFalse(this.verifyEmpty(tree.root(), indices[i], tree.proof(indices[i])));
            assertFalse(this.verifyEmpty(tree.root(), indices[i], _fullProof(indices[i])));
        }
        asked = _below(asked, range);
        assertEq(this.verifyEmpty(tree.root(), asked, _fullProof(asked)), tree.leafAt(asked) == 0);
        assertTrue(this.verifyEmpty(0, asked, new bytes32[](0)));
    }

    /// @dev What each index of a fuzzed list would be below a height, so that short and tall trees are drawn alike.
    function _below(uint32 index, uint256 height) private pure returns (uint32) {
        return uint32(index % (1 << bound(height, 0, 32)));
    }

    function test_anEmptyTreeHasRootZeroAndProvesNothing() public {
        assertEq(tree.root(), 0);
        assertFalse(this.verify(0, 0, 0, tree.proof(0)));
        tree.set(3, "leaf");
        assertEq(tree.set(3, 0), 0);
        assertEq(tree.root(), 0);
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_everyLeafIsProvenWhereItStandsAndNoOther(uint32[8] memory indices, uint8 height)
        public
    {
        for (uint256 i; i < 8; i++) {
            indices[i] = _below(indices[i], height);
            assertEq(tree.set(indices[i], keccak256(abi.encode(indices[i]))), tree.root());
        }
        for (uint256 i; i < 8; i++) {
            uint32 index = indices[i];
            bytes32 leaf = tree.leafAt(index);
            bytes32[] memory proof = tree.proof(index);
            assertEq(leaf, keccak256(abi.encode(index)));
            assertTrue(this.verify(tree.root(), index, leaf, proof));
            assertFalse(this.verify(tree.root(), index ^ 1, leaf, proof));
            assertFalse(this.verify(tree.root(), index, keccak256("other"), proof));
            assertFalse(this.verify(tree.root(), index, 0, proof));
            for (uint256 level; level < proof.length; level++) {
                proof[level] = ~proof[level];
                assertFalse(this.verify(tree.root(), index, leaf, proof));
                proof[level] = ~proof[level];
            }
        }
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_theRootIsThatOfAllLevelsAtEveryHeight(uint32 index, uint8 height, bytes32 leaf) public {
        index = _below(index, height);
        bytes32 node = leaf;
        for (uint256 level; node != 0 && level < 32; level++) {
            node = index >> level & 1 == 0
                ? keccak256(abi.encode(node, bytes32(0)))
                : keccak256(abi.encode(bytes32(0), node));
        }
        assertEq(tree.set(index, leaf), node);
    }

    /// forge-config: default.fuzz.runs = 64
    function testFuzz_theRootDependsOnTheLeavesNotOnTheirOrder(uint32[4] memory at, uint8[4] memory heights)
        public
    {
        for (uint256 i; i < 4; i++) {
            at[i] = _below(at[i], heights[i]);
            tree.set(at[i], keccak256("replaced"));
        }
        for (uint256 i; i < 4; i++) {
            tree.set(at[i], keccak256(abi.encode(at[i])));
            other.set(at[3 - i], keccak256(abi.encode(at[3 - i])));
        }
        assertEq(tree.root(), other.root());
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

    /// @dev A proof taken at one height is none once the tree has grown, unless its leaves are still all there are.
    function test_aTreeThatGrowsKeepsItsLeavesAndNotItsProofs() public {
        tree.set(0, "zero");
        bytes32[] memory short = tree.proof(0);
        assertEq(short.length, 0);
        assertTrue(this.verify(tree.root(), 0, "zero", short));
        tree.set(1, "one");
        tree.set(6, "six");
        assertEq(tree.proof(0).length, 3);
        assertFalse(this.verify(tree.root(), 0, "zero", short));
        assertTrue(this.verify(tree.root(), 0, "zero", tree.proof(0)));
        assertTrue(this.verify(tree.root(), 6, "six", tree.proof(6)));
        tree.set(type(uint32).max, "last");
        assertEq(tree.proof(0).length, 32);
        assertTrue(this.verify(tree.root(), 6, "six", tree.proof(6)));
        assertTrue(this.verify(tree.root(), type(uint32).max, "last", tree.proof(type(uint32).max)));
    }

    /// @dev An inner node is a leaf of no shorter path: paths are 32 levels long, whatever a proof leaves out.
    function test_noInnerNodePassesForALeaf() public {
        for (uint32 i; i < 4; i++) {
            tree.set(i, keccak256(abi.encode(i)));
        }
        bytes32 left = keccak256(abi.encode(tree.leafAt(0), tree.leafAt(1)));
        bytes32 right = keccak256(abi.encode(tree.leafAt(2), tree.leafAt(3)));
        bytes32[] memory shorter = new bytes32[](1);
        shorter[0] = right;
        assertFalse(this.verify(tree.root(), 0, left, shorter));
        assertFalse(this.verify(tree.root(), 0, keccak256(abi.encode(left, right)), new bytes32[](0)));
    }

    function test_zerosLeftOutMayBeWrittenOutAndNoMoreThanTheyAre() public {
        tree.set(0, "zero");
        tree.set(1, "one");
        bytes32[] memory whole = new bytes32[](32);
        whole[0] = "one";
        assertTrue(this.verify(tree.root(), 0, "zero", whole));
        bytes32[] memory tooLong = new bytes32[](33);
        tooLong[0] = "one";
        assertFalse(this.verify(tree.root(), 0, "zero", tooLong));
        assertFalse(this.verify(tree.root(), 2, "zero", tree.proof(0)));
    }

    function test_aPathThatTurnsRightNeedsItsSiblings() public {
        tree.set(2, "two");
        assertTrue(this.verify(tree.root(), 2, "two", new bytes32[](2)));
        assertFalse(this.verify(tree.root(), 2, "two", new bytes32[](1)));
    }
}
