// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {Ledger} from "gimbal/types/Ledger.sol";
import {Desk} from "../base/Desk.sol";

/// @notice The hedging loop once round, on the hub's own spoke and on another chain.
contract LoopTest is Desk {
    uint64 private seller;
    uint64 private buyer;

    function setUp() public override {
        super.setUp();
        seller = openBook("seller", true, 600_000e6);
        buyer = openBook("buyer", false, 600_000e6);
    }

    function _sell(uint64 chain) private {
        vm.prank(ownerOf(seller));
        hub.allocations.place(seller, chain);
        clear(buyer, seller, call_(3000), 100e18, 20_000e6);
        hub.mandates.publish(seller);
        fund(seller, chain, 350_000e6);
        beat(chain);
        channel.flush();
        credit(seller, chain);
    }

    function _hedgesAndProves(uint64 chain) private {
        _sell(chain);
        IHedgeExecutor.BookView memory before = standing(seller, chain);
        assertGt(before.target, 40e18);
        assertTrue(hedgeIfDue(seller, chain));
        IHedgeExecutor.BookView memory afterwards = standing(seller, chain);
        assertApproxEqAbs(afterwards.held, before.target - int256(before.inner), 0.02e18);
        report(chain);
        channel.flush();
        assertTrue(prove(seller, chain));
        Ledger memory claim = hub.mandates.claim(seller, chain).ledger;
        assertEq(abi.encode(claim), abi.encode(at[chain].vault.ledger(seller)));
    }

    function test_aBookIsHedgedOnTheHubsOwnSpoke() public {
        _hedgesAndProves(HUB);
    }

    function test_aBookIsHedgedOnAnotherChain() public {
        _hedgesAndProves(EAST);
    }
}
