// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {StateTree} from "gimbal/crosschain/StateTree.sol";
import {ISpokeVault} from "gimbal/interfaces/ISpokeVault.sol";
import {Ledger, ledgerLeaf} from "gimbal/types/Ledger.sol";
import {Heartbeat, Kind, Report} from "gimbal/types/Message.sol";
import {VaultFixture} from "./VaultFixture.sol";

contract SpokeVaultReportTest is VaultFixture {
    function _proves(uint64 book, bytes32 root) internal view returns (bool) {
        return this.verify(root, vault.indexOf(book), vault.ledger(book), vault.ledgerProof(book));
    }

    function verify(bytes32 root, uint32 index, Ledger calldata ledger, bytes32[] calldata proof)
        external
        pure
        returns (bool)
    {
        return StateTree.verify(root, index, ledgerLeaf(ledger), proof);
    }

    function test_carriesTheRootOfAllLedgers_andWhatIsInForce() public {
        give(7, 60e6);
        give(9, 80e6);
        trade(9, 1e16, -30e6);
        vm.prank(stranger);
        assertEq(vault.report(), 1);
        Report memory sent = abi.decode(transport.body(), (Report));
        assertEq(transport.toChain(), HUB);
        assertEq(uint8(transport.kind()), uint8(Kind.REPORT));
        assertEq(transport.epoch(), 1);
        assertEq(keccak256(abi.encode(sent)), keccak256(abi.encode(vault.lastReport())));
        assertEq(sent.time, block.timestamp);
        assertEq(sent.blockNumber, block.number);
        (Heartbeat memory heartbeat,,) = control.heartbeat();
        assertEq(sent.epoch, heartbeat.epoch);
        assertEq(sent.heartbeatDigest, keccak256(abi.encode(heartbeat)));
        assertTrue(_proves(7, sent.ledgerRoot) && _proves(9, sent.ledgerRoot));
        trade(9, 1e16, -30e6);
        assertFalse(_proves(9, sent.ledgerRoot), "the new ledger is not under the old root");
        vault.report();
        assertTrue(_proves(9, abi.decode(transport.body(), (Report)).ledgerRoot));
        assertTrue(_proves(7, vault.ledgerRoot()), "an untouched leaf stays");
    }

    function test_withoutNews_waitsAQuarterOfTheReportAge() public {
        give(7, 60e6);
        vault.report();
        vm.warp(block.timestamp + 1 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.ReportTooSoon.selector, 1 hours - 1, 1 hours));
        vault.report();
        vm.warp(block.timestamp + 1);
        assertEq(vault.report(), 2);
    }

    function test_newsIsReportedAtOnce() public {
        give(7, 60e6);
        vault.report();
        control.beat();
        assertEq(vault.report(), 2, "heartbeat");
        trade(7, 1, -1);
        assertEq(vault.report(), 3, "ledger");
        trade(7, 1, -1);
        vault.updateLeaves(10);
        assertEq(vault.report(), 4, "ledger whose leaf was updated ahead");
    }

    function test_leavesCanBeUpdatedAhead_soThatAReportAlwaysFits() public {
        for (uint64 b = 1; b <= 5; b++) {
            give(b, 10e6);
        }
        vm.startPrank(stranger);
        assertEq(vault.updateLeaves(2), 3);
        assertEq(vault.updateLeaves(2), 1);
        vault.report();
        vm.stopPrank();
        for (uint64 b = 1; b <= 5; b++) {
            assertTrue(_proves(b, vault.lastReport().ledgerRoot));
        }
    }

    function test_whatTheGatewaysLeaveComesBack() public {
        give(7, 60e6);
        transport.setKeep(0.3 ether);
        vm.deal(stranger, 1 ether);
        vm.prank(stranger);
        vault.report{value: 1 ether}();
        assertEq(stranger.balance, 0.7 ether);
        assertEq(address(vault).balance, 0);
    }

    function test_aBookWithoutALedgerHasNoLeaf() public {
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.NoLedger.selector, 3));
        vault.indexOf(3);
    }
}
