// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IClearing} from "gimbal/interfaces/IClearing.sol";
import {Ledger} from "gimbal/types/Ledger.sol";
import {Report} from "gimbal/types/Message.sol";
import {Desk} from "../base/Desk.sol";
import {Mirror} from "../base/Mirror.sol";

/// @notice What the hub's entry points cost with everything behind them real.
/// forge-config: default.isolate = true
contract HubGasTest is Desk {
    using Mirror for Mirror.Store;

    uint64 private seller;
    uint64 private buyer;

    function setUp() public override {
        super.setUp();
        seller = openBook("seller", true, 600_000e6);
        buyer = openBook("buyer", false, 600_000e6);
        vm.prank(ownerOf(seller));
        hub.allocations.place(seller, EAST);
        clear(buyer, seller, call_(3000), 50e18, 10_000e6);
    }

    function test_gas_trade() public {
        IClearing.Trade memory t = tradeOf(buyer, seller, call_(3200), 20e18, 3_000e6);
        bytes memory bought = signTrade(buyer, t);
        bytes memory sold = signTrade(seller, t);
        hub.clearing.execute(t, bought, sold);
        vm.snapshotGasLastCall("hub", "trade, second series of both books");
    }

    function test_gas_depositAndWithdraw() public {
        mintQuote(address(this), 1_000e6);
        at[HUB].quote.approve(address(hub.books), 1_000e6);
        hub.books.deposit(seller, 1_000e6);
        vm.snapshotGasLastCall("hub", "deposit");
        address owner = ownerOf(seller);
        vm.prank(owner);
        hub.books.withdraw(seller, 1_000e6, owner);
        vm.snapshotGasLastCall("hub", "withdraw, 1 series");
    }

    function test_gas_publish() public {
        hub.mandates.publish(seller);
        vm.snapshotGasLastCall("hub", "publish, 1 series, first time");
        clear(buyer, seller, call_(3200), 20e18, 3_000e6);
        clear(buyer, seller, call_(3400), 20e18, 1_000e6);
        hub.mandates.publish(seller);
        vm.snapshotGasLastCall("hub", "publish, 3 series, two new");
        hub.mandates.publish(seller);
        vm.snapshotGasLastCall("hub", "publish, 3 series, nothing moved");
    }

    function test_gas_heartbeatAtHome() public {
        skip(1 hours);
        hub.mandates.heartbeat(HUB);
        vm.snapshotGasLastCall("hub", "heartbeat to the hub's own spoke");
    }

    function test_gas_fundHeartbeatAndProve() public {
        hub.mandates.publish(seller);
        vm.prank(relayer);
        hub.funding.fund(seller, EAST, 150_000e6);
        vm.snapshotGasLastCall("hub", "fund over the bridge");
        channel.collect();
        mirror.keepHub(hub, EAST);
        hub.mandates.heartbeat(EAST);
        vm.snapshotGasLastCall("hub", "heartbeat to another chain");
        channel.collect();
        channel.flush();
        credit(seller, EAST);
        report(EAST);
        channel.flush();

        (Report memory last,) = hub.mandates.lastReport(EAST);
        (, Ledger memory ledger, uint32 index, bytes32[] memory proof) =
            mirror.ledgerOf(last.ledgerRoot, seller);
        hub.mandates.prove(EAST, ledger, index, proof);
        vm.snapshotGasLastCall("hub", "prove, first claim");
    }
}
