// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {GimbalGovernor} from "gimbal/governance/GimbalGovernor.sol";
import {GimbalTimelock} from "gimbal/governance/GimbalTimelock.sol";
import {GimbalToken} from "gimbal/governance/GimbalToken.sol";
import {IGimbalGovernor} from "gimbal/interfaces/IGimbalGovernor.sol";
import {IGimbalTimelock} from "gimbal/interfaces/IGimbalTimelock.sol";
import {VolSurface} from "gimbal/pricing/VolSurface.sol";
import {Test} from "forge-std/Test.sol";

/// @notice A DAO as a deployment hands it over, with one governed contract: three holders, of whom two delegate to themselves
/// and one to the first.
abstract contract Dao is Test {
    uint256 internal constant SUPPLY = 10_000_000e18;

    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");
    address internal carol = makeAddr("carol");
    address internal guardian = makeAddr("guardian");
    address internal stranger = makeAddr("stranger");

    GimbalToken internal token;
    GimbalTimelock internal timelock;
    GimbalGovernor internal governor;
    VolSurface internal surface;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        GimbalToken.Grant[] memory grants = new GimbalToken.Grant[](3);
        grants[0] = GimbalToken.Grant(alice, SUPPLY * 2 / 10);
        grants[1] = GimbalToken.Grant(bob, SUPPLY * 3 / 10);
        grants[2] = GimbalToken.Grant(carol, SUPPLY * 5 / 10);
        token = new GimbalToken(grants);
        vm.prank(alice);
        token.delegate(alice);
        vm.prank(bob);
        token.delegate(bob);
        timelock = new GimbalTimelock(
            IGimbalTimelock.Delays(0, 0, 0),
            floorDelays(),
            list(address(this)),
            list(address(0)),
            parametersAt(),
            rulesAt()
        );
        AccessManager manager = new AccessManager(address(timelock));
        surface = VolSurface(
            address(
                new ERC1967Proxy(
                    address(new VolSurface()), abi.encodeCall(VolSurface.initialize, (address(manager)))
                )
            )
        );
        governor = new GimbalGovernor(settings());
        _handOver();
        vm.warp(block.timestamp + 1);
    }

    /// @notice Whose fields scheduled operations hold; nobody's here.
    function parametersAt() internal virtual returns (address) {
        return address(0);
    }

    function rulesAt() internal virtual returns (address) {
        return address(0);
    }

    function floorDelays() internal pure returns (IGimbalTimelock.Delays memory) {
        return IGimbalTimelock.Delays(1 days, 2 days, 4 days);
    }

    function settings() internal view returns (GimbalGovernor.Init memory init) {
        init.token = address(token);
        init.timelock = address(timelock);
        init.guardian = guardian;
        (init.votingDelay, init.votingPeriod, init.lateExtension) = (1 days, 3 days, 1 days);
        (init.quorum, init.threshold) = (1_000, 100_000e18);
        init.floors = IGimbalGovernor.Floors({
            votingDelay: 1 hours,
            votingPeriod: 1 days,
            lateExtension: 12 hours,
            quorum: 400,
            quorumCap: 4_000,
            thresholdCap: 500_000e18,
            guardianTerm: 180 days
        });
    }

    /// @dev While the delays are still zero: classes, delays, and the proposer's role from here to the Governor.
    function _handOver() private {
        bytes4[] memory values = new bytes4[](1);
        values[0] = VolSurface.setUpdaters.selector;
        _operate(
            address(timelock),
            abi.encodeCall(timelock.setClass, (address(surface), values, IGimbalTimelock.DelayClass.VALUE))
        );
        values[0] = timelock.cancel.selector;
        _operate(
            address(timelock),
            abi.encodeCall(timelock.setClass, (address(timelock), values, IGimbalTimelock.DelayClass.VALUE))
        );
        _operate(address(timelock), abi.encodeCall(timelock.setDelays, (floorDelays())));
        bytes32 proposer = timelock.PROPOSER_ROLE();
        bytes32 canceller = timelock.CANCELLER_ROLE();
        timelock.renounceRole(canceller, address(this));
        // The rest waits as an upgrade would: the deployment's last proposal is its own end.
        address[] memory targets = new address[](3);
        bytes[] memory calls = new bytes[](3);
        for (uint256 i; i < 3; i++) {
            targets[i] = address(timelock);
        }
        calls[0] = abi.encodeCall(timelock.grantRole, (proposer, address(governor)));
        calls[1] = abi.encodeCall(timelock.grantRole, (canceller, address(governor)));
        calls[2] = abi.encodeCall(timelock.revokeRole, (proposer, address(this)));
        timelock.scheduleBatch(targets, new uint256[](3), calls, 0, "end", 0);
        vm.warp(block.timestamp + 4 days);
        timelock.executeBatch(targets, new uint256[](3), calls, 0, "end");
    }

    function _operate(address target, bytes memory data) private {
        timelock.schedule(target, 0, data, 0, keccak256(data), 0);
        timelock.execute(target, 0, data, 0, keccak256(data));
    }

    function list(address account) internal pure returns (address[] memory accounts) {
        accounts = new address[](1);
        accounts[0] = account;
    }

    function one(bytes memory data) internal pure returns (bytes[] memory calls) {
        calls = new bytes[](1);
        calls[0] = data;
    }

    function setUpdaters(address updater) internal pure returns (bytes memory) {
        return abi.encodeCall(VolSurface.setUpdaters, (list(updater), 1));
    }

    function propose(address target, bytes memory data) internal returns (uint256 id) {
        vm.prank(alice);
        return governor.propose(list(target), new uint256[](1), one(data), "change");
    }

    /// @notice Votes of alice and bob for it, to the end of the vote.
    function pass(uint256 id) internal {
        vm.warp(governor.proposalSnapshot(id) + 1);
        vm.prank(alice);
        governor.castVote(id, 1);
        vm.prank(bob);
        governor.castVote(id, 1);
        vm.warp(governor.proposalDeadline(id) + 1);
    }

    /// @notice The timelock's operation of a proposal of one call.
    function operationOf(address target, bytes memory data) internal view returns (bytes32) {
        bytes32 salt = bytes20(address(governor)) ^ keccak256("change");
        return timelock.hashOperationBatch(list(target), new uint256[](1), one(data), 0, salt);
    }

    /// @notice The whole way of one call.
    function enact(address target, bytes memory data) internal {
        uint256 id = propose(target, data);
        pass(id);
        governor.queue(id);
        vm.warp(governor.proposalEta(id));
        governor.execute(id);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Executed));
    }
}
