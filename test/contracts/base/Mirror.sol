// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FundEntry, Ledger, fundLeaf, ledgerLeaf} from "gimbal/types/Ledger.sol";
import {MandateBody, mandateLeaf} from "gimbal/types/Mandate.sol";
import {Hub, Spoke} from "./Chains.sol";
import {SparseProof} from "./SparseProof.sol";

/// @notice What an observer of events keeps: the leaves behind every root that was ever sent, so that whatever root is in
/// force somewhere can be proven under.
library Mirror {
    struct Store {
        mapping(bytes32 root => bytes) mandates;
        mapping(bytes32 root => bytes) funds;
        mapping(bytes32 root => bytes) ledgers;
    }

    /// @notice Keeps the hub's trees for a spoke as they are now.
    function keepHub(Store storage self, Hub storage hub, uint64 spoke) internal {
        uint64 count = hub.books.count();
        MandateBody[] memory bodies = new MandateBody[](count);
        FundEntry[] memory entries = new FundEntry[](count);
        bytes32[] memory leaves = new bytes32[](count);
        bytes32[] memory funds = new bytes32[](count);
        for (uint64 book = 1; book <= count; book++) {
            if (!_isPlaced(hub, book, spoke)) continue;
            uint32 index = hub.allocations.indexOf(book, spoke);
            bodies[index] = hub.mandates.bodyOf(book, spoke);
            if (bodies[index].book != 0) leaves[index] = mandateLeaf(bodies[index]);
            entries[index] = hub.funding.entry(book, spoke);
            if (entries[index].book != 0) funds[index] = fundLeaf(entries[index]);
        }
        bytes32 root = hub.mandates.mandateRoot(spoke);
        require(SparseProof.root(leaves) == root, "mandate root");
        self.mandates[root] = abi.encode(bodies);
        root = hub.funding.fundRoot(spoke);
        require(SparseProof.root(funds) == root, "fund root");
        self.funds[root] = abi.encode(entries);
    }

    /// @notice Keeps a spoke's ledgers under the root it has just reported.
    function keepSpoke(Store storage self, Hub storage hub, Spoke storage s) internal {
        uint64 count = hub.books.count();
        Ledger[] memory ledgers = new Ledger[](count);
        bytes32[] memory leaves = new bytes32[](count);
        for (uint64 book = 1; book <= count; book++) {
            Ledger memory ledger = s.vault.ledger(book);
            if (ledger.book == 0) continue;
            uint32 index = s.vault.indexOf(book);
            ledgers[index] = ledger;
            leaves[index] = ledgerLeaf(ledger);
        }
        bytes32 root = s.vault.ledgerRoot();
        require(SparseProof.root(leaves) == root, "ledger root");
        self.ledgers[root] = abi.encode(ledgers);
    }

    /// @notice A book's body under a mandate root, where it stands, and the proof. `found` is false when it is not there.
    function mandate(Store storage self, bytes32 root, uint64 book)
        internal
        view
        returns (bool found, MandateBody memory body, uint32 index, bytes32[] memory proof)
    {
        bytes memory kept = self.mandates[root];
        if (kept.length == 0) return (false, body, 0, proof);
        MandateBody[] memory bodies = abi.decode(kept, (MandateBody[]));
        bytes32[] memory leaves = new bytes32[](bodies.length);
        for (uint32 i; i < bodies.length; i++) {
            if (bodies[i].book == 0) continue;
            leaves[i] = mandateLeaf(bodies[i]);
            if (bodies[i].book == book) (found, body, index) = (true, bodies[i], i);
        }
        if (found) proof = SparseProof.prove(leaves, index);
    }

    /// @notice The same of a fund entry.
    function fund(Store storage self, bytes32 root, uint64 book)
        internal
        view
        returns (bool found, FundEntry memory entry, uint32 index, bytes32[] memory proof)
    {
        bytes memory kept = self.funds[root];
        if (kept.length == 0) return (false, entry, 0, proof);
        FundEntry[] memory entries = abi.decode(kept, (FundEntry[]));
        bytes32[] memory leaves = new bytes32[](entries.length);
        for (uint32 i; i < entries.length; i++) {
            if (entries[i].book == 0) continue;
            leaves[i] = fundLeaf(entries[i]);
            if (entries[i].book == book) (found, entry, index) = (true, entries[i], i);
        }
        if (found) proof = SparseProof.prove(leaves, index);
    }

    /// @notice The same of a ledger.
    function ledgerOf(Store storage self, bytes32 root, uint64 book)
        internal
        view
        returns (bool found, Ledger memory ledger, uint32 index, bytes32[] memory proof)
    {
        bytes memory kept = self.ledgers[root];
        if (kept.length == 0) return (false, ledger, 0, proof);
        Ledger[] memory ledgers = abi.decode(kept, (Ledger[]));
        bytes32[] memory leaves = new bytes32[](ledgers.length);
        for (uint32 i; i < ledgers.length; i++) {
            if (ledgers[i].book == 0) continue;
            leaves[i] = ledgerLeaf(ledgers[i]);
            if (ledgers[i].book == book) (found, ledger, index) = (true, ledgers[i], i);
        }
        if (found) proof = SparseProof.prove(leaves, index);
    }

    function _isPlaced(Hub storage hub, uint64 book, uint64 spoke) private view returns (bool) {
        uint64[] memory spokes = hub.allocations.spokesOf(book);
        for (uint256 i; i < spokes.length; i++) {
            if (spokes[i] == spoke) return true;
        }
        return false;
    }
}
