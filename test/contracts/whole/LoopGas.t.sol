// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FundEntry, Ledger} from "gimbal/types/Ledger.sol";
import {Heartbeat, Kind, Report} from "gimbal/types/Message.sol";
import {Spoke} from "../base/Chains.sol";
import {Desk} from "../base/Desk.sol";
import {Forgery} from "../base/Forgery.sol";
import {Mirror} from "../base/Mirror.sol";

/// @notice What the steps of the loop cost, in their second round.
contract LoopGasTest is Desk {
    using Forgery for Spoke;
    using Mirror for Mirror.Store;

    uint64 private book;

    function setUp() public override {
        super.setUp();
        book = openBook("seller", true, 700_000e6);
        uint64 buyer = openBook("buyer", false, 700_000e6);
        vm.prank(ownerOf(book));
        hub.allocations.place(book, EAST);
        clear(buyer, book, call_(3000), 60e18, 12_000e6);
        clear(buyer, book, call_(3200), 40e18, 5_000e6);
        hub.mandates.publish(book);
        fund(book, EAST, 250_000e6);
        beat(EAST);
        channel.flush();
        credit(book, EAST);
        hedgeIfDue(book, EAST);
        report(EAST);
        channel.flush();
        prove(book, EAST);
        vm.warp(block.timestamp + 1 hours);
        movePrice(price * 106 / 100);
        setVol(0.66e18);
    }

    function test_gas_loop() public {
        hub.mandates.publish(book);
        vm.snapshotGasLastCall("loop", "publish: a book of two series on one spoke");
        vm.prank(relayer);
        hub.funding.fund(book, EAST, 20_000e6);
        vm.snapshotGasLastCall("loop", "fund: over the bridge, three families");
        mirror.keepHub(hub, EAST);
        hub.mandates.heartbeat(EAST);
        vm.snapshotGasLastCall("loop", "heartbeat: send through three families");
        channel.flush();
        _credit();
        hedgeIfDue(book, EAST);
        vm.snapshotGasLastCall("loop", "hedge: one book of two series, one pool");
        at[EAST].vault.report();
        vm.snapshotGasLastCall("loop", "report: one ledger, three families");
        mirror.keepSpoke(hub, at[EAST]);
        channel.loseAll();
        _deliverReport();
        _prove();
    }

    function _credit() private {
        (Heartbeat memory current,,) = at[EAST].control.heartbeat();
        (, FundEntry memory entry, uint32 index, bytes32[] memory proof) = mirror.fund(current.fundRoot, book);
        at[EAST].vault.credit(entry, index, proof);
        vm.snapshotGasLastCall("loop", "credit");
    }

    function _deliverReport() private {
        Report memory last = at[EAST].vault.lastReport();
        string[2] memory names = ["report: first family", "report: second family, confirms"];
        for (uint8 f; f < 2; f++) {
            at[EAST].forge(at[HUB], f, f, Kind.REPORT, last.sequence, abi.encode(last));
            vm.snapshotGasLastCall("loop", names[f]);
        }
    }

    function _prove() private {
        (Report memory last,) = hub.mandates.lastReport(EAST);
        (, Ledger memory ledger, uint32 index, bytes32[] memory proof) =
            mirror.ledgerOf(last.ledgerRoot, book);
        hub.mandates.prove(EAST, ledger, index, proof);
        vm.snapshotGasLastCall("loop", "prove");
        assertEq(abi.encode(hub.mandates.claim(book, EAST).ledger), abi.encode(ledger));
    }
}
